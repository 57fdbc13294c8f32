-- gives: people who would be split (or, where $merged, who would be made of several), the largest first
-- reads: ruled_outcome
-- needs: $merged, $most
with told as (
    select case when $merged then becomes else person_id end as whole, case when $merged then person_id else becomes end as part
    from ruled_outcome
)
select whole as person_id, count(distinct part) as parts, count(*) as identifiers
from told
group by whole
having count(distinct part) > 1
order by identifiers desc, parts desc, whole
limit $most
