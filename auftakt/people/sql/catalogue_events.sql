-- gives: seen               events that came from outside, with how many, when and where last and from which sources
-- reads: events
-- needs: $own, $most (sources that are the hub's own; how many events)
with counted as (
    select name, source_id, count(*)::bigint as events, max(happened_at) as last_at, max(log_offset) as last_offset
    from events
    where type in ('track', 'page', 'screen', 'group') and name != ''
    group by name, source_id
)
select
    name, sum(events)::bigint as events, max(last_at) as last_at, max(last_offset) as last_offset, list(source_id) as sources
from counted
where not list_contains($own, source_id)
group by name
order by events desc, name
limit $most
