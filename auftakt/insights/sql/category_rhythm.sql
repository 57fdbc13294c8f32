-- gives: category_rhythm    (temp) per category: how soon people buy again, and from what on somebody is a good customer
-- reads: category_baskets
-- needs: $at, $lookback, $good_share, $shortest, $longest
create or replace temp table category_rhythm as
with recent as (
    select person_id, category, bought_at, spend
    from category_baskets
    where category is not null and bought_at > cast($at as timestamp) - to_days($lookback)
),

gaps as (
    select
        category,
        cast(bought_at as date)
        - lag(cast(bought_at as date)) over (partition by person_id, category order by bought_at) as days
    from recent
),

rhythm as (
    select
        category,
        count(*) as repeats,
        cast(ceil(quantile_cont(days, 0.5)) as integer) as usual_days,
        cast(ceil(quantile_cont(days, 0.9)) as integer) as lapse_days
    from gaps
    where days > 0
    group by category
),

buyers as (
    select person_id, category, count(*) as baskets, sum(spend) as spend
    from recent
    group by person_id, category
),

-- From the top down, until the good customers hold their share of the category's revenue.
ranked as (
    select
        category,
        baskets,
        spend,
        sum(spend) over (
            partition by category order by spend desc, person_id rows between unbounded preceding and current row
        ) - spend as above,
        sum(spend) over (partition by category) as revenue
    from buyers
    where spend > 0
),

levels as (
    select
        category,
        count(*) as buyers,
        max(revenue) as revenue,
        cast(floor(min(spend) filter (where above < $good_share * revenue) * 100) / 100 as double) as good_spend,
        greatest(cast(ceil(quantile_cont(baskets, 0.5) filter (where baskets > 1)) as integer), 2) as good_baskets
    from ranked
    group by category
)

select
    levels.category,
    levels.buyers,
    levels.revenue,
    levels.good_spend,
    levels.good_baskets,
    rhythm.repeats,
    rhythm.usual_days,
    rhythm.lapse_days,
    least(greatest(rhythm.lapse_days, $shortest), $longest) as horizon_days
from levels
join rhythm on rhythm.category = levels.category
where levels.good_baskets is not null and rhythm.lapse_days < $lookback
