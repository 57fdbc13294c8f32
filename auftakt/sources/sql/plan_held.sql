-- gives: plan_held          events that the plan sends to the quarantine, with the problem that is named first
-- reads: plan_found
-- needs: $order (the problems as they are named)
create or replace temp table plan_held as
select
    log_offset, 'plan_' || arg_min(problem, (list_position($order, problem), key)) as reason,
    arg_min(key, (list_position($order, problem), key)) as key
from plan_found
where action = 'quarantine'
group by log_offset
