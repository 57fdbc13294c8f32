-- gives: split_identifiers (temp; the person's identifiers with the people they now belong to)
-- reads: identifiers, moved
-- needs: $person_id
create or replace temp table split_identifiers as
select ident_key, type, value, coalesce(into_person, origin_id) as person_id, origin_id, first_seen, source_id
from identifiers left join moved on moved.from_person = identifiers.origin_id
where identifiers.person_id = $person_id
