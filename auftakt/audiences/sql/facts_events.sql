-- gives: events of one person
-- reads: events, identifiers
-- needs: $person_id
-- slots: event_scope
select
    name, happened_at, message_id, revenue, order_id, campaign_id, send_id, category,
    cast(properties as varchar) as properties
from events
where ident_key in (select ident_key from identifiers where person_id = $person_id) and bot is not true and event_scope
