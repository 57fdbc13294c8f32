-- gives: where one person stands
-- reads: lead_states
-- needs: $person_id
select person_id, stage_id, moved_at, happened_at, what, actor, reason, until, waits
from lead_states
where person_id = $person_id
