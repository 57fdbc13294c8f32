-- gives: what a user's query says, one text a person
-- reads: nothing
-- needs: nothing
-- slots: computed_query (may ask for $now)
with told as (
    select cast(person_id as bigint) as person_id, cast(value as varchar) as text, typeof(value) as kind
    from computed_query as asked
    where person_id is not null and value is not null
)
select
    person_id,
    max(case when kind in ('DOUBLE', 'FLOAT') then regexp_replace(text, '\.0$', '') else text end) as text
from told
group by person_id
