-- gives: what a basket of the category costs on average in the retailer's year
-- reads: events
-- needs: $category, $played_source
select coalesce(avg(amount), 0)::double as amount
from (
    select sum(revenue) as amount
    from events
    where name = 'Product Purchased' and source_id <> $played_source and (properties ->> '$.category') = $category
    group by order_id
)
