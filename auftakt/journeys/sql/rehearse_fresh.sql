-- gives: fresh (temp; what happened in one stretch of time)
-- reads: rehearsed_events
-- needs: $now
-- slots: nothing
create or replace temp table fresh as
select log_offset, log_offset::uhugeint as event_key, source_id, message_id, type, name, happened_at, received_at,
    person_id::uhugeint as ident_key, revenue::decimal(18, 4) as revenue, order_id, campaign_id, send_id,
    null::json as traits, properties::json as properties, null::json as context, []::varchar[][] as ids
from rehearsed_events
where tick = $now
