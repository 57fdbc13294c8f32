-- gives: days with a purchase in a span of time, of those who bought
-- reads: events, identifiers
-- needs: $names, $since, $until, $shift
with bought as (
    select distinct identifiers.person_id, cast(events.happened_at + to_minutes($shift) as date) as day
    from events join identifiers on identifiers.ident_key = events.ident_key
    where list_contains($names, events.name) and events.happened_at >= $since and events.happened_at < $until
        and events.bot is not true
)
select person_id, cast(count(*) as double) as days
from bought
group by person_id
order by person_id
