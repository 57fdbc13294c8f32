-- gives: when the next person is due
-- reads: positions
-- needs: $resting (JSON list of the journeys that stand still)
-- slots: nothing
select min(due_at) as due_at from positions where not list_contains(from_json($resting::json, '["varchar"]'), journey_id)
