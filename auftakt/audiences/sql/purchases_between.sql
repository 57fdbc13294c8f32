-- gives: days with a purchase in a span of time, and what they were worth, of those who bought
-- reads: events, identifiers
-- needs: $names, $since, $until, $shift
with bought as (
    select
        identifiers.person_id, cast(events.happened_at + to_minutes($shift) as date) as day,
        sum(coalesce(events.revenue, 0)) as worth
    from events join identifiers on identifiers.ident_key = events.ident_key
    where list_contains($names, events.name) and events.happened_at >= $since and events.happened_at < $until
    group by all
)
select person_id, cast(count(*) as double) as days, cast(sum(worth) as double) as worth
from bought
group by person_id
order by person_id
