-- gives: lead_candidates (temp; people touched in this batch, those for whom a border passed since the last evaluation, and
--        those who came into or left an audience since then)
-- reads: touched, events, identifiers, membership_changes
-- needs: $last
-- slots: lead_audiences, crossing_events (the latter asks for $last and $now)
create or replace temp table lead_candidates as
select person_id from touched
union
select identifiers.person_id
from crossing_events as crossing join identifiers on identifiers.ident_key = crossing.ident_key
union
select person_id from membership_changes where lead_audiences and changed_at >= $last
