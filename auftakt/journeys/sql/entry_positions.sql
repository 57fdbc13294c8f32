-- gives: rows in positions, for who entered and is not held back
-- reads: journey_entered, plan_steps
-- needs: nothing
-- slots: nothing
insert into positions
select e.journey_id, e.version, e.person_id, e.entry_key, e.first_step, e.entered_at,
    e.entered_at + to_seconds(s.delay_seconds), e.entered_at
from journey_entered e
join plan_steps s on s.journey_id = e.journey_id and s.version = e.version and s.step_id = e.first_step
where e.arm <> 'holdout'
