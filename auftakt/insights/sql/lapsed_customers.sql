-- gives: lapsed_customers    (temp) good customers of a category who stayed away from it and still bought elsewhere
--        moment 'now': at $at. moment 'then': one horizon earlier, with what they did in the days since
-- reads: category_baskets, category_rhythm
-- needs: $at, $lookback
create or replace temp table lapsed_customers as
with bought as (
    select
        rhythm.category,
        basket.person_id,
        cast($at as timestamp) - to_days(rhythm.horizon_days) as earlier_at,
        basket.bought_at > earlier_at as later,
        not later and basket.bought_at > earlier_at - to_days($lookback) as earlier,
        basket.bought_at > cast($at as timestamp) - to_days($lookback) as recent,
        basket.bought_at,
        basket.spend
    from category_baskets as basket
    join category_rhythm as rhythm on rhythm.category = basket.category
),

customers as (
    select
        category,
        person_id,
        any_value(earlier_at) as earlier_at,
        max(bought_at) as last_at,
        count_if(recent) as baskets,
        sum(spend) filter (where recent) as spend,
        max(bought_at) filter (where earlier) as earlier_last_at,
        count_if(earlier) as earlier_baskets,
        sum(spend) filter (where earlier) as earlier_spend,
        count_if(later) as later_baskets,
        sum(spend) filter (where later) as later_spend
    from bought
    group by category, person_id
),

lapsed as (
    select
        customer.category, 'now' as moment, cast($at as timestamp) as at, customer.person_id, rhythm.lapse_days,
        0 as later_baskets, null as later_spend
    from customers as customer
    join category_rhythm as rhythm on rhythm.category = customer.category
    where customer.baskets >= rhythm.good_baskets
      and customer.spend >= rhythm.good_spend
      and customer.last_at <= cast($at as timestamp) - to_days(rhythm.lapse_days)
    union all
    select
        customer.category, 'then' as moment, customer.earlier_at as at, customer.person_id, rhythm.lapse_days,
        customer.later_baskets, customer.later_spend
    from customers as customer
    join category_rhythm as rhythm on rhythm.category = customer.category
    where customer.earlier_baskets >= rhythm.good_baskets
      and customer.earlier_spend >= rhythm.good_spend
      and customer.earlier_last_at <= customer.earlier_at - to_days(rhythm.lapse_days)
),

visits as (select distinct person_id, bought_at from category_baskets)

select lapsed.*
from lapsed
where exists (
    select 1
    from visits
    where visits.person_id = lapsed.person_id
      and visits.bought_at > lapsed.at - to_days(lapsed.lapse_days)
      and visits.bought_at <= lapsed.at
)
