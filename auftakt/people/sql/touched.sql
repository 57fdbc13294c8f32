-- gives: touched (temp; people whose facts changed in this batch, or outside one since the last)
-- reads: fresh_identifiers, moved, changed_people, identifiers
-- needs: nothing
create or replace temp table touched as
select distinct coalesce(into_person, person_id) as person_id
from fresh_identifiers left join moved on moved.from_person = fresh_identifiers.person_id
union
select identifiers.person_id
from changed_people join identifiers on identifiers.origin_id = changed_people.person_id
