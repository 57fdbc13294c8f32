-- gives: lead_states (where people stand)
-- reads: lead_standing
-- needs: $waiting
insert into lead_states (person_id, stage_id, moved_at, happened_at, what, actor, reason, until, waits)
select
    person_id, stage_id, moved_at, happened_at, what, actor, reason, until,
    list_contains($waiting, stage_id) and what in ('entered', 'moved')
from lead_standing
where place >= 0
