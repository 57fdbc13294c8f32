-- gives: how many orders there are and what they brought, refunds taken off; nothing that is played or sent by bots
-- reads: events
-- needs: $played
select
    count(distinct coalesce(order_id, message_id)) filter (where name <> 'Order Refunded')::bigint as orders,
    coalesce(sum(case when name = 'Order Refunded' then -abs(revenue) else revenue end), 0)::decimal(38, 4) as revenue
from events
where name in ('Order Completed', 'Product Purchased', 'Order Refunded') and source_id <> $played and bot is not true
