-- gives: who did one of some events in a span of time: how often, and how many days after its start for the first time
-- reads: events, identifiers
-- needs: $events, $since, $until
-- slots: wanted
select
    identifiers.person_id, cast(count(*) as double) as times,
    (epoch(min(events.happened_at)) - epoch(cast($since as timestamp))) / 86400 as days
from events join identifiers on identifiers.ident_key = events.ident_key
where list_contains($events, events.name) and wanted and events.happened_at >= $since and events.happened_at < $until
    and events.bot is not true
group by identifiers.person_id
order by identifiers.person_id
