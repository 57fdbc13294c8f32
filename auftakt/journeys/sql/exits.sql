-- gives: journey_exits (temp; who leaves at once because of an event), looked for among everybody in flight
-- reads: positions, journey_signals, plan_versions
-- needs: nothing
-- slots: nothing
create or replace temp table journey_exits as
select p.rowid as place, p.journey_id, p.version, p.person_id, p.entry_key, p.step_id, 'exit_event' as reason,
    arg_min(s.event, row(s.happened_at, s.log_offset)) as detail
from positions p
join journey_signals s on s.use = 'exit' and s.journey_id = p.journey_id and s.version = p.version
    and s.person_id = p.person_id and s.happened_at >= p.entered_at
join plan_versions v on v.journey_id = p.journey_id and v.version = p.version and v.moves
group by all
