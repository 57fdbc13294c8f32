-- gives: how many people have which grade and how many points, in bands of ten
-- reads: lead_sums
-- needs: nothing
-- slots: lead_grade_of
select
    lead_grade_of as grade, cast(floor(score / 10) * 10 as bigint) as band, count(*) as people
from lead_sums
group by all
order by grade, band
