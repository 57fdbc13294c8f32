-- gives: computed_moves (temp; predicted values that differ from what stands; text is null where nothing is predicted now)
-- reads: predicted_values (arrays handed in by the caller), people, traits
-- needs: $names
create or replace temp table computed_moves as
with standing as (
    select person_id, name, text, source_id from traits where list_contains($names, name)
),
fresh as (
    select cast(person_id as bigint) as person_id, cast(name as varchar) as name, cast(text as varchar) as text
    from predicted_values
    where person_id in (select person_id from people)
)
select
    coalesce(fresh.person_id, standing.person_id) as person_id, coalesce(fresh.name, standing.name) as name, fresh.text
from fresh full join standing on standing.person_id = fresh.person_id and standing.name = fresh.name
where fresh.text is distinct from standing.text or (fresh.text is not null and standing.source_id <> 'predicted')
