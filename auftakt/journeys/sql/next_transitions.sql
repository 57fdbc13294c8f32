-- gives: rows in transitions: the moves of this round
-- reads: journey_next
-- needs: $now
-- slots: nothing
insert into transitions
select journey_id, version, person_id, entry_key, $now::timestamp, from_step, to_step, why, detail
from journey_next
where not told_before
