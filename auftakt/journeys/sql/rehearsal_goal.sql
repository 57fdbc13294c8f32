-- gives: who reached the goal within its days after entering, holdout included, although nothing was sent
-- reads: entries, rehearsed_goals
-- needs: $within_days
-- slots: nothing
with reached as (
    select distinct g.person_id, g.order_key, g.revenue::decimal(18, 4) as revenue, g.happened_at
    from entries e
    join rehearsed_goals g on g.person_id = e.person_id and g.happened_at > e.entered_at
        and g.happened_at <= e.entered_at + to_days($within_days::integer)
)
select count(distinct person_id) as people, count(distinct order_key) as orders,
    coalesce(sum(revenue), 0)::decimal(18, 4) as revenue
from reached
