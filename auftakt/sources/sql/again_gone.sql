-- gives: again_gone         events as the hub keeps them that are no more, or not like this, by today's logic
-- reads: events, again_lines, again_events
-- needs: nothing
create or replace temp table again_gone as
select events.log_offset, events.name, events.ident_key
from events
join again_lines on again_lines.log_offset = events.log_offset
left join again_events as again on again.log_offset = events.log_offset
where again.log_offset is null
    or again.ident_key <> events.ident_key
    or again.revenue is distinct from events.revenue
    or again.order_id is distinct from events.order_id
    or again.campaign_id is distinct from events.campaign_id
    or again.send_id is distinct from events.send_id
    or again.category is distinct from events.category
    or again.traits::varchar is distinct from events.traits::varchar
    or again.properties::varchar is distinct from events.properties::varchar
    or again.bot is distinct from events.bot
    or again.context::varchar is distinct from events.context::varchar
