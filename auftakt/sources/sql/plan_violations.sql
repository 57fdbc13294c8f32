-- gives: violations         since $since by kind, the most frequent first, with the days and the latest event
-- reads: tracking_violations, events, quarantine
-- needs: $since, $now, $name, $limit (the name may be null)
with daily as (
    select
        source_id, type, name, place, key, problem, action, hour::date as day, sum(events)::bigint as events,
        max(hour) as last_at, max(last_offset) as last_offset
    from tracking_violations
    where hour >= date_trunc('hour', $since) and ($name is null or name = $name)
    group by all
),
days as (
    select unnest(generate_series($since::date, $now::date, to_days(1)))::date as day
),
kinds as (
    select
        source_id, type, name, place, key, problem, action, sum(events)::bigint as events, max(last_at) as last_at,
        max(last_offset) as last_offset
    from daily
    group by all
    order by events desc, name, key, problem, source_id, action
    limit $limit
),
spread as (
    select
        kinds.source_id, kinds.type, kinds.name, kinds.place, kinds.key, kinds.problem, kinds.action,
        list(coalesce(daily.events, 0) order by days.day) as days
    from kinds
    cross join days
    left join daily
        on daily.day = days.day and daily.source_id = kinds.source_id and daily.type = kinds.type
        and daily.name = kinds.name and daily.place = kinds.place and daily.key = kinds.key
        and daily.problem = kinds.problem and daily.action = kinds.action
    group by all
)
select
    kinds.source_id, kinds.type, kinds.name, kinds.place, kinds.key, kinds.problem, kinds.action, kinds.events,
    kinds.last_at, spread.days,
    coalesce(
        (select any_value(raw) from quarantine where quarantine.log_offset = kinds.last_offset),
        (
            select any_value(json_object('event', events.name, 'properties', properties, 'traits', traits)::varchar)
            from events
            where events.log_offset = kinds.last_offset
        )
    ) as sample
from kinds
join spread using (source_id, type, name, place, key, problem, action)
order by kinds.events desc, kinds.name, kinds.key, kinds.problem, kinds.source_id, kinds.action
