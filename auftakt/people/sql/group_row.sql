-- gives: one group, and what its people did together
-- reads: groups, group_members, identifiers, events
-- needs: $kind, $id
with present as (
    select distinct identifiers.person_id
    from group_members as members join identifiers on identifiers.ident_key = members.ident_key
    where members.group_type = $kind and members.group_id = $id
        and members.joined_at is not null and (members.left_at is null or members.joined_at > members.left_at)
),
theirs as (
    select events.name, events.order_id, events.message_id, events.revenue
    from events
    where events.bot is not true
        and events.ident_key in (select ident_key from identifiers where person_id in (select person_id from present))
)
select
    group_type, group_id, first_seen, last_seen,
    (select count(*) from present) as people,
    (select count(*) from theirs) as events,
    (
        select count(distinct coalesce(order_id, message_id)) from theirs
        where name in ('Order Completed', 'Product Purchased')
    ) as orders,
    (
        select coalesce(sum(revenue), 0) from theirs where name in ('Order Completed', 'Product Purchased')
    ) as revenue
from groups
where group_type = $kind and group_id = $id
