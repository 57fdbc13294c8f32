-- gives: how many people stand at each step where something happens now
-- reads: journey_moving, plan_steps
-- needs: nothing
-- slots: nothing
select s.kind, s.journey_id, s.version, s.step_id, count(*) as people
from journey_moving m
join plan_steps s on s.journey_id = m.journey_id and s.version = m.version and s.step_id = m.step_id
group by all
