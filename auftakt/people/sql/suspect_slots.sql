-- gives: what the suspects have of the limited types
-- reads: fresh_slots, limit_suspects, moved
-- needs: nothing
select slots.person_id, slots.type, slots.period, slots.held
from fresh_slots as slots left join moved on moved.from_person = slots.person_id
where coalesce(moved.into_person, slots.person_id) in (select whole from limit_suspects)
