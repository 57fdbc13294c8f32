-- gives: audience_consents (temp; per person the consents that rules ask for)
-- reads: consents, audience_candidates
-- needs: nothing
-- slots: leaf_values, consent_scope
create or replace temp table audience_consents as
select person_id, leaf_values as consent_leaf
from consents
where consent_scope and person_id in (select person_id from audience_candidates)
group by person_id
