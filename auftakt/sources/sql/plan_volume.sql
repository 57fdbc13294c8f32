-- gives: volume             how often each event came in each of the last 29 times 24 hours, the latest first
-- reads: events
-- needs: $now, $own, $most (sources that are the hub's own; how many events)
with counted as (
    select type, name, floor((epoch($now) - epoch(happened_at)) / 86400)::integer as day_no, count(*)::bigint as events
    from events
    where happened_at > $now - to_days(29) and happened_at <= $now and not list_contains($own, source_id)
        and type in ('track', 'page', 'screen', 'identify', 'group')
    group by type, name, day_no
),
named as (
    select type, name, sum(events) as events
    from counted
    group by type, name
    order by events desc, type, name
    limit $most
),
days as (
    select unnest(range(29))::integer as day_no
)
select named.type, named.name, list(coalesce(counted.events, 0) order by days.day_no) as days
from named
cross join days
left join counted on counted.type = named.type and counted.name = named.name and counted.day_no = days.day_no
group by named.type, named.name
order by named.name, named.type
