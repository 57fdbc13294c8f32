-- gives: lead_values (temp; score and grade as traits: whole points that somebody has reached, and a letter)
-- reads: lead_sums
-- needs: nothing
-- slots: lead_grade_of
create or replace temp table lead_values as
select person_id, 'lead_score' as name, cast(cast(floor(score) as bigint) as varchar) as text from lead_sums
union all
select person_id, 'lead_grade' as name, lead_grade_of as text from lead_sums where lead_grade_of is not null
