-- gives: audience_facts (temp; one row a candidate with all that rules ask for)
-- reads: audience_candidates, people, audience_events, audience_traits, audience_consents, audience_members
-- needs: nothing
create or replace temp table audience_facts as
select person_id, event_leaf, trait_leaf, consent_leaf, member_leaf
from audience_candidates
semi join people using (person_id)
left join audience_events using (person_id)
left join audience_traits using (person_id)
left join audience_consents using (person_id)
left join audience_members using (person_id)
