-- gives: rows in positions: who waits again
-- reads: journey_next
-- needs: $now
-- slots: nothing
insert into positions
select journey_id, version, person_id, entry_key, to_step, own_time, due_at, entered_at
from journey_next
where to_step is not null and due_at > $now::timestamp
