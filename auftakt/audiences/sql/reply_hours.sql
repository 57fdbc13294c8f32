-- gives: at which hours of the day people answered before a moment, a row a person and hour: how often, and when first
-- reads: events, identifiers
-- needs: $events, $since, $until, $shift, $person_id (null for everybody, as $since for ever)
select
    identifiers.person_id, extract(hour from events.happened_at + to_minutes($shift)) as hour,
    cast(count(*) as double) as times, min(epoch(events.happened_at)) as first
from events join identifiers on identifiers.ident_key = events.ident_key
where list_contains($events, events.name) and events.happened_at < $until and events.bot is not true
    and (cast($since as timestamp) is null or events.happened_at >= $since)
    and (cast($person_id as bigint) is null or identifiers.person_id = $person_id)
group by all
order by identifiers.person_id, hour
