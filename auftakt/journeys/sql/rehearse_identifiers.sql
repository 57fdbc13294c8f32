-- gives: rows in identifiers: in a rehearsal each person is their own identifier
-- reads: rehearsed_people
-- needs: nothing
-- slots: nothing
insert into identifiers by name
select person_id::uhugeint as ident_key, 'person' as type, person_id::varchar as value, person_id, person_id as origin_id,
    known_from as first_seen, 'rehearsal' as source_id
from rehearsed_people
