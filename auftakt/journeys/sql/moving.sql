-- gives: journey_moving (temp; who is due, or was woken by the event that they wait for; own_time is their own time, at most a day back; was_held: somebody at a send step who waited for the night to end)
-- reads: positions, journey_signals, plan_versions
-- needs: $now
-- slots: nothing
create or replace temp table journey_moving as
with woken as (
    select p.rowid as place, min(s.happened_at) as woken_at
    from positions p
    join journey_signals s on s.use = 'wait' and s.journey_id = p.journey_id and s.version = p.version
        and s.person_id = p.person_id and s.step_id = p.step_id
        and s.happened_at >= p.arrived_at and s.happened_at <= p.due_at
    group by p.rowid
)
select p.rowid as place, p.journey_id, p.version, p.person_id, p.entry_key, p.step_id, p.entered_at,
    least($now::timestamp, greatest(coalesce(w.woken_at, p.due_at), $now::timestamp - interval 1 day)) as own_time,
    w.place is not null as woken, p.due_at > p.arrived_at as was_held
from positions p
join plan_versions v on v.journey_id = p.journey_id and v.version = p.version and v.moves
left join woken w on w.place = p.rowid
where p.due_at <= $now::timestamp or w.place is not null
