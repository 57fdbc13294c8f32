-- gives: lead_cards (temp; every lead with what a board shows; time waited in minutes, of working time where that is asked
--        for: Monday to Friday, the working minutes from `first`, `length` a day)
-- reads: lead_states, lead_sums, traits
-- needs: $now, $stages, $origin, $owner, $shift, $working, $first, $length (stages: a JSON list of stage_id, clock_hours)
create or replace temp table lead_cards as
with stages as (
    select unnest(from_json($stages::json, '[{"stage_id":"VARCHAR","clock_hours":"DOUBLE"}]'), recursive := true)
),
told as (
    select
        person_id, max(text) filter (where name = $origin) as origin, max(text) filter (where name = $owner) as owner
    from traits
    where name in ($origin, $owner) and person_id in (select person_id from lead_states)
    group by person_id
),
timed as (
    select
        states.*, epoch(states.moved_at) / 60 + $shift as since_minute,
        epoch(cast($now as timestamp)) / 60 + $shift as now_minute
    from lead_states as states
),
dated as (
    select *, floor(since_minute / 1440) as since_day, floor(now_minute / 1440) as now_day from timed
),
worked as (
    select
        *,
        floor((since_day + 3) / 7) * 5 * $length + least((since_day + 3) % 7, 5) * $length + case
            when (since_day + 3) % 7 < 5
                then least(greatest(since_minute - since_day * 1440 - $first, 0), $length)
            else 0
        end as since_worked,
        floor((now_day + 3) / 7) * 5 * $length + least((now_day + 3) % 7, 5) * $length + case
            when (now_day + 3) % 7 < 5 then least(greatest(now_minute - now_day * 1440 - $first, 0), $length)
            else 0
        end as now_worked
    from dated
)
select
    worked.person_id, worked.stage_id, worked.moved_at, worked.what, worked.actor, worked.reason, worked.until,
    worked.waits, told.origin, told.owner, sums.score, sums.fit, stages.clock_hours,
    case when $working then now_worked - since_worked else now_minute - since_minute end as waited,
    coalesce(
        case when $working then now_worked - since_worked else now_minute - since_minute end
        > stages.clock_hours * 60, false
    ) and worked.what not in ('refused', 'recycled') as overdue
from worked
join stages on stages.stage_id = worked.stage_id
left join told on told.person_id = worked.person_id
left join lead_sums as sums on sums.person_id = worked.person_id
