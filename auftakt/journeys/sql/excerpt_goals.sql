-- gives: events that count as the goal, each with its person; also after the rehearsed time, since a goal has days to be reached
-- reads: events, identifiers
-- needs: $since, $until
-- slots: wanted_events
select i.person_id, e.happened_at, coalesce(e.order_id, e.message_id) as order_key, e.revenue::varchar as revenue
from events e
join identifiers i on i.ident_key = e.ident_key
where e.happened_at between $since and $until and wanted_events
