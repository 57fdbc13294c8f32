-- gives: purchase histories (a row a person: days with a purchase after the first, days from the first to the last of them,
--        days from the first to the end, and what a day with a repeat purchase was worth on average)
-- reads: events, identifiers
-- needs: $names, $until, $shift, $person_id (null for everybody)
with bought as (
    select
        identifiers.person_id, cast(events.happened_at + to_minutes($shift) as date) as day,
        greatest(sum(coalesce(events.revenue, 0)), 0) as worth
    from events join identifiers on identifiers.ident_key = events.ident_key
    where list_contains($names, events.name) and events.happened_at < $until and events.bot is not true
        and (cast($person_id as bigint) is null or identifiers.person_id = $person_id)
    group by all
),
summed as (
    select
        person_id, count(*) as days, min(day) as first, max(day) as latest,
        sum(worth) - arg_min(worth, day) as again, count(*) filter (where worth > 0) - cast(arg_min(worth, day) > 0 as int) as paid
    from bought
    group by person_id
)
select
    person_id, days - 1 as repeats, latest - first as last,
    cast(cast($until as timestamp) + to_minutes($shift) as date) - first as watched,
    coalesce(cast(again as double) / nullif(paid, 0), 0) as value
from summed
order by person_id
