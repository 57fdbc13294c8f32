-- gives: consent_candidates (temp; every decision that was ever reported for the split people)
-- reads: consent_facts, identifiers, split_people
-- needs: nothing
create or replace temp table consent_candidates as
select identifiers.person_id, channel, purpose, granted, evidence, decided_at, facts.source_id, log_offset
from consent_facts as facts join identifiers on identifiers.ident_key = facts.ident_key
where identifiers.person_id in (select person_id from split_people)
