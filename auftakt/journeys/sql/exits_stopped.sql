-- gives: rows in journey_exits: everybody in a version that was stopped
-- reads: positions, plan_versions
-- needs: nothing
-- slots: nothing
insert into journey_exits
select p.rowid, p.journey_id, p.version, p.person_id, p.entry_key, p.step_id, 'stopped', null
from positions p
join plan_versions v on v.journey_id = p.journey_id and v.version = p.version and v.stopped
