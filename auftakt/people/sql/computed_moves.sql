-- gives: computed_moves (temp; values of candidates that differ from what stands; text is null where the trait goes)
-- reads: computed_now, computed_candidates, traits
-- needs: $names
create or replace temp table computed_moves as
with standing as (
    select person_id, name, text, source_id
    from traits
    where list_contains($names, name) and person_id in (select person_id from computed_candidates)
),
fresh as (
    select person_id, name, text from computed_now where list_contains($names, name)
)
select
    coalesce(fresh.person_id, standing.person_id) as person_id, coalesce(fresh.name, standing.name) as name, fresh.text
from fresh full join standing on standing.person_id = fresh.person_id and standing.name = fresh.name
where fresh.text is distinct from standing.text or (fresh.text is not null and standing.source_id <> 'computed')
