-- gives: plan_taken         what is taken off events that stay, as a merge patch of nulls
-- reads: plan_found, plan_held
-- needs: nothing
create or replace temp table plan_taken as
select
    log_offset,
    to_json(map_from_entries(list((key, null::json)) filter (where place = 'properties'))) as properties,
    to_json(map_from_entries(list((key, null::json)) filter (where place = 'traits'))) as traits
from (select distinct log_offset, place, key from plan_found where action = 'drop')
where log_offset not in (select log_offset from plan_held)
group by log_offset
