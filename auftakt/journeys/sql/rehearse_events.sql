-- gives: rows in events, in the order of their time: all at once, since nothing looks further than its own moment
-- reads: rehearsed_events
-- needs: nothing
-- slots: nothing
insert into events by name
select log_offset, log_offset::uhugeint as event_key, source_id, message_id, type, name, happened_at, received_at,
    person_id::uhugeint as ident_key, revenue::decimal(18, 4) as revenue, order_id, campaign_id, send_id, category,
    properties::json as properties
from rehearsed_events
order by happened_at, log_offset
