-- gives: good customers of a category by full weeks since they last bought it, from week 0 to 12 (and longer)
-- reads: category_baskets
-- needs: $category, $at, $lookback, $good_baskets, $good_spend
with good as (
    select person_id, max(bought_at) as last_at
    from category_baskets
    where category = $category and bought_at > cast($at as timestamp) - to_days($lookback)
    group by person_id
    having count(*) >= $good_baskets and sum(spend) >= $good_spend
)

select least(cast(floor(date_diff('hour', last_at, cast($at as timestamp)) / 168) as integer), 12) as week, count(*) as people
from good
group by week
order by week
