-- gives: plan_scope         the batch's events beside the tracking plan: the planned event that each is, or null
-- reads: arrived, plan_events (a table handed in by the caller)
-- needs: $own (sources whose events the hub makes itself: no plan holds for those)
create or replace temp table plan_scope as
select arrived.log_offset, arrived.source_id, arrived.type, arrived.name, plan_events.event_no
from arrived
left join plan_events
    on plan_events.type = arrived.type and plan_events.name = arrived.name
    and (plan_events.source_id = '' or plan_events.source_id = arrived.source_id)
where arrived.k = 'e' and not list_contains($own, arrived.source_id)
