-- gives: journey_stopped (temp; people who get nothing at all, by any of their identifiers)
-- reads: identifiers
-- needs: $rows (a JSON list of [channel, address]; the channel `@` marks a stop of an identifier, type:value)
-- slots: nothing
create or replace temp table journey_stopped as
with stops as (
    select lower(trim(pair[2])) as identifier
    from (select unnest(from_json($rows::json, '[["varchar"]]')) as pair)
    where pair[1] = '@'
)
select distinct identifiers.person_id
from stops
join identifiers on identifiers.type = split_part(stops.identifier, ':', 1)
    and lower(identifiers.value) = substr(stops.identifier, instr(stops.identifier, ':') + 1)
