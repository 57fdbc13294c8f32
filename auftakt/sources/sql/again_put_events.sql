-- gives: events             with those that are as they are by today's logic
-- reads: again_come
-- needs: nothing
insert into events (
    log_offset, event_key, source_id, message_id, type, name, happened_at, received_at, ident_key, revenue, order_id,
    campaign_id, send_id, category, traits, properties, context, bot
)
select
    log_offset, event_key, source_id, message_id, type, name, happened_at, received_at, ident_key, revenue, order_id,
    campaign_id, send_id, category, traits, properties, context, bot
from again_come
