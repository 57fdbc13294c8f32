-- gives: how much a person did; an order is a distinct order id, or the message itself where there is none
-- reads: events, identifiers
-- needs: $person_id
select
    count(*) as events,
    count(distinct coalesce(order_id, message_id)) filter (where bot is not true and name in ('Order Completed', 'Product Purchased')) as orders,
    coalesce(sum(revenue) filter (where bot is not true and name in ('Order Completed', 'Product Purchased')), 0) as revenue
from events
where ident_key in (select ident_key from identifiers where person_id = $person_id)
