-- gives: category_baskets    (temp) what a person bought of a category in one basket; what was played does not count
-- reads: events, identifiers
-- needs: $since, $at, $played
create or replace temp table category_baskets as
select
    identifiers.person_id,
    events.category,
    coalesce(events.order_id, events.message_id) as basket,
    min(events.happened_at) as bought_at,
    sum(coalesce(events.revenue, 0)) as spend
from events
join identifiers on identifiers.ident_key = events.ident_key
where events.name = 'Product Purchased'
  and events.bot is not true
  and events.happened_at > $since
  and events.happened_at <= $at
  and events.source_id <> $played
group by all
