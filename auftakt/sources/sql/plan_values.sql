-- gives: plan_values        the planned properties of one event, each with the kind of its value, null where it is missing
-- reads: arrived, plan_scope
-- needs: $event_no
-- slots: the_paths (a list of constant paths: one reading of the JSON finds them all)
insert into plan_values
with told as (
    select arrived.log_offset, coalesce(arrived.properties, '{}'::json) as properties
    from plan_scope
    join arrived on arrived.log_offset = plan_scope.log_offset
    where plan_scope.event_no = $event_no
)
select
    log_offset, $event_no, unnest(range(1, len(the_paths) + 1)), unnest(json_type(properties, the_paths)),
    unnest(json_extract_string(properties, the_paths))
from told
