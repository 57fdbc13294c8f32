-- gives: events             which planned events are in this batch
-- reads: plan_scope
-- needs: nothing
select distinct event_no
from plan_scope
where event_no is not null
