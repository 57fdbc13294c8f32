-- gives: membership_changes (merged people leave; those they went into come in, where they were not)
-- reads: merged_members
-- needs: $now
insert into membership_changes (audience_id, person_id, changed_at, entered, because)
select audience_id, was_person, $now, false, concat('{"merged_into":', person_id, '}')
from merged_members
where was_person <> person_id
union all
select audience_id, person_id, $now, true, concat('{"merged_from":', min(was_person), '}')
from merged_members
group by audience_id, person_id
having not bool_or(was_person = person_id)
