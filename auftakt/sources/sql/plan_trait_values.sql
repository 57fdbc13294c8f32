-- gives: plan_values        the planned traits of all events that carry any, under the event 0
-- reads: arrived, plan_scope
-- needs: nothing
-- slots: the_paths
insert into plan_values
select
    arrived.log_offset, 0, unnest(range(1, len(the_paths) + 1)), unnest(json_type(arrived.traits, the_paths)),
    unnest(json_extract_string(arrived.traits, the_paths))
from plan_scope
join arrived on arrived.log_offset = plan_scope.log_offset
where arrived.traits is not null and json_type(arrived.traits) = 'OBJECT'
