-- gives: merged (temp; people that were visible before this batch and went into another one, with the event that began it)
-- reads: moved, fresh_edges, fresh_identifiers
-- needs: nothing
create or replace temp table merged as
with ends as (
    select a as person_id, log_offset from fresh_edges union all select b, log_offset from fresh_edges
),
began as (
    select person_id, min(log_offset) as log_offset from ends group by person_id
)
select moved.from_person, moved.into_person, began.log_offset
from moved join began on began.person_id = moved.from_person
where exists (select 1 from fresh_identifiers where fresh_identifiers.person_id = moved.from_person and not is_new)
