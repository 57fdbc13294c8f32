-- gives: computed_moves (temp; values of some people that differ from what stands; text is null where the trait goes)
-- reads: derived_values, derived_people, traits
-- needs: $names, $source
-- slots: derived_values, derived_people
create or replace temp table computed_moves as
with looked as (
    select distinct person_id from derived_people
),
standing as (
    select person_id, name, text, source_id
    from traits
    where list_contains($names, name) and person_id in (select person_id from looked)
),
fresh as (
    select person_id, name, text from derived_values where list_contains($names, name)
)
select
    coalesce(fresh.person_id, standing.person_id) as person_id, coalesce(fresh.name, standing.name) as name, fresh.text
from fresh full join standing on standing.person_id = fresh.person_id and standing.name = fresh.name
where fresh.text is distinct from standing.text or (fresh.text is not null and standing.source_id <> $source)
