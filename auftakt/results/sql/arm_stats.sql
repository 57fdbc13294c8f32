-- gives: arm_stats       per metric and arm: people, responders, sum, and the squared deviations from the mean
-- reads: assignments, identifiers, events
-- needs: $campaign_id, $within_days, $now, $metrics (a list of {metric, event, kind})
-- slots: metric_matches (the filters of each metric)
with metrics as (
    select unnest(cast($metrics as struct(metric varchar, event varchar, kind varchar)[]), recursive := true)
),

-- Everyone who was assigned counts, mailed or not; after a merge of people the first assignment holds.
assigned as (
    select person_id, min_by(arm, (assigned_at, arm)) as arm, min(assigned_at) as assigned_at
    from assignments
    where campaign_id = $campaign_id and assigned_at <= $now
    group by person_id
),

answers as (
    select
        assigned.person_id,
        metric.metric,
        case metric.kind
            when 'any' then 1.0
            when 'count' then count(distinct coalesce(event.order_id, event.message_id))
            else coalesce(sum(event.revenue), 0)
        end as answer
    from assigned
    join identifiers as identifier on identifier.person_id = assigned.person_id
    join events as event on event.ident_key = identifier.ident_key
    join metrics as metric on metric.event = event.name
    where event.happened_at >= assigned.assigned_at
      and event.happened_at < assigned.assigned_at + to_days($within_days)
      and event.happened_at <= $now
      and event.bot is not true
      and metric_matches
    group by assigned.person_id, metric.metric, metric.kind
),

everyone as (
    select assigned.arm, metric.metric, cast(coalesce(answers.answer, 0) as double) as answer
    from assigned
    cross join metrics as metric
    left join answers on answers.person_id = assigned.person_id and answers.metric = metric.metric
)

select
    metric,
    arm,
    count(*) as people,
    count_if(answer <> 0) as responders,
    sum(answer) as total,
    var_pop(answer) * count(*) as squares
from everyone
group by metric, arm
order by metric, arm
