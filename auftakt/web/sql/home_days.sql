-- gives: events and revenue of each of the last days that had any, played ones left out
-- reads: events
-- needs: $since, $played
select
    happened_at::date as day,
    count(*)::bigint as events,
    coalesce(sum(case when bot is true then null when name = 'Order Refunded' then -abs(revenue) else revenue end), 0)::decimal(38, 2) as revenue
from events
where happened_at >= $since and source_id <> $played
group by day
order by day
