-- gives: tracking_violations with what was counted anew
-- reads: plan_counted
-- needs: nothing
insert into tracking_violations (
    hour, source_id, type, name, place, key, problem, action, events, last_offset
)
select hour, source_id, type, name, place, key, problem, action, events, last_offset
from plan_counted
