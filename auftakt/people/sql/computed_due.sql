-- gives: computed_candidates (temp; people touched in this batch, and those for whom a border passed since the last computation)
-- reads: touched, events, identifiers
-- needs: nothing
-- slots: crossing_events (asks for $last and $now)
create or replace temp table computed_candidates as
select person_id from touched
union
select identifiers.person_id
from crossing_events as crossing join identifiers on identifiers.ident_key = crossing.ident_key
