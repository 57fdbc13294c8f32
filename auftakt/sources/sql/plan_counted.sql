-- gives: plan_counted       this hour's violations, those of this batch among them, at most 50 keys of a kind
-- reads: plan_found, arrived, fates, tracking_violations
-- needs: $hour
create or replace temp table plan_counted as
with fresh_ones as (
    select
        arrived.source_id, arrived.type, arrived.name, plan_found.place, left(plan_found.key, 200) as key,
        plan_found.problem, plan_found.action, count(*) as events, max(arrived.log_offset) as last_offset
    from plan_found
    join fates on fates.log_offset = plan_found.log_offset and fates.fate in ('stored', 'quarantined')
    join arrived on arrived.log_offset = plan_found.log_offset
    group by all
),
touched as (
    select kept.*
    from tracking_violations as kept
    where kept.hour = $hour and exists (
        select 1
        from fresh_ones
        where fresh_ones.source_id = kept.source_id and fresh_ones.type = kept.type and fresh_ones.name = kept.name
    )
),
summed as (
    select
        source_id, type, name, place, key, problem, action, sum(events)::bigint as events,
        max(last_offset) as last_offset
    from (
        select * from fresh_ones
        union all
        select source_id, type, name, place, key, problem, action, events, last_offset from touched
    )
    group by source_id, type, name, place, key, problem, action
),
ranked as (
    select
        *, row_number() over (partition by source_id, type, name, place, problem order by events desc, key) as rank
    from summed
)
select
    $hour as hour, source_id, type, name, place, if(rank > 50, '…', key) as key, problem, action,
    sum(events)::bigint as events, max(last_offset) as last_offset
from ranked
group by all
