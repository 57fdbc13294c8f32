-- gives: seen               events that came from outside, with how many, when last and where from, the most frequent first
-- reads: events
-- needs: $own, $most (sources that are the hub's own; how many events)
select name, count(*)::bigint as events, max(happened_at) as last_at, list(distinct source_id) as sources
from events
where type in ('track', 'page', 'screen', 'group') and name != '' and not list_contains($own, source_id)
group by name
order by events desc, name
limit $most
