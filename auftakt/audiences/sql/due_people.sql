-- gives: due_people (temp; people touched in this batch, and those for whom a border passed since the last evaluation)
-- reads: touched, events, identifiers, traits
-- needs: nothing
-- slots: crossing_people, crossing_events (asks for $last and $now)
create or replace temp table due_people as
select person_id from touched
union
select identifiers.person_id
from crossing_events as crossing join identifiers on identifiers.ident_key = crossing.ident_key
union
select crossing.person_id from crossing_people as crossing
