-- gives: how many people came at least as far as each stage, by origin and in all, and how long the way from the stage before
--        took half of them, in days
-- reads: lead_moves, identifiers, traits
-- needs: $stages, $origin, $since, $until (stages: a JSON list of stage_id, place; people by their first move)
with stages as (
    select unnest(from_json($stages::json, '[{"stage_id":"VARCHAR","place":"BIGINT"}]'), recursive := true)
),
reached as (
    select identifiers.person_id, stages.place, min(moves.happened_at) as happened_at
    from lead_moves as moves
    join identifiers on identifiers.ident_key = moves.ident_key
    join stages on stages.stage_id = moves.stage_id
    group by identifiers.person_id, stages.place
),
people as (
    select person_id, max(place) as farthest, min(happened_at) as began
    from reached
    group by person_id
    having min(happened_at) >= $since and min(happened_at) < $until
),
origins as (
    select person_id, max(text) as origin from traits where name = $origin group by person_id
),
known as (
    select people.person_id, people.farthest, coalesce(origins.origin, '') as origin
    from people left join origins on origins.person_id = people.person_id
),
ways as (
    select
        person_id, place,
        epoch(happened_at) - epoch(lag(happened_at) over (partition by person_id order by place)) as seconds
    from reached
),
timed as (
    select person_id, place, case when seconds < 0 then 0 else seconds / 86400.0 end as took
    from ways
    where seconds is not null
),
took as (
    select known.origin, timed.place, median(timed.took) as days
    from timed join known on known.person_id = timed.person_id
    group by grouping sets ((known.origin, timed.place), (timed.place))
),
came as (
    select known.origin, stages.place, stages.stage_id, count(*) filter (where known.farthest >= stages.place) as people
    from known cross join stages
    group by grouping sets ((known.origin, stages.place, stages.stage_id), (stages.place, stages.stage_id))
)
select came.origin, came.stage_id, came.people, took.days
from came left join took on took.place = came.place and took.origin is not distinct from came.origin
order by came.origin is not null, came.origin, came.place
