-- gives: where one person is in flight
-- reads: positions
-- needs: $person_id
-- slots: nothing
select journey_id, version, entry_key, step_id, arrived_at, due_at, entered_at
from positions
where person_id = $person_id
order by journey_id, entry_key
