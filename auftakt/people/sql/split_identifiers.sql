-- gives: split_identifiers (temp; the identifiers of regrouped people with the people they now belong to)
-- reads: identifiers, moved, regrouped
-- needs: nothing
create or replace temp table split_identifiers as
select ident_key, type, value, coalesce(into_person, origin_id) as person_id, origin_id, first_seen, source_id
from identifiers left join moved on moved.from_person = identifiers.origin_id
where identifiers.person_id in (select person_id from regrouped)
