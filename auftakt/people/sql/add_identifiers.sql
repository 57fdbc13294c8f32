-- gives: identifiers (rows of identifiers never seen before)
-- reads: fresh_identifiers, moved
-- needs: nothing
insert into identifiers (ident_key, type, value, person_id, origin_id, first_seen, source_id)
select ident_key, type, value, coalesce(into_person, person_id), person_id, first_seen, source_id
from fresh_identifiers left join moved on moved.from_person = fresh_identifiers.person_id
where is_new
