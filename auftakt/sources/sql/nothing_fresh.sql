-- gives: fresh              with its columns and without rows: no new lines
-- reads: events
-- needs: nothing
create or replace temp table fresh as
select
    log_offset, event_key, source_id, message_id, type, name, happened_at, received_at, ident_key, revenue, order_id,
    campaign_id, send_id, category, traits, properties, context, bot, cast(null as varchar[][]) as ids
from events
where false
