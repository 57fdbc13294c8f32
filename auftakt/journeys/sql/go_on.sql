-- gives: journey_moving (temp; who is at a step where something happens at once, or whose wait is over already)
-- reads: journey_next
-- needs: $now
-- slots: nothing
create or replace temp table journey_moving as
select null::bigint as place, journey_id, version, person_id, entry_key, to_step as step_id, entered_at, due_at as own_time,
    false as woken, false as was_held
from journey_next
where to_step is not null and due_at <= $now::timestamp
