-- gives: due_people (temp; people touched in this batch, and those for whom a border passed since the last evaluation)
-- reads: touched, events, identifiers
-- needs: nothing
-- slots: border_scope
create or replace temp table due_people as
select person_id from touched
union
select identifiers.person_id
from events join identifiers on identifiers.ident_key = events.ident_key
where border_scope
