-- gives: trait_candidates (temp; every fact that was ever reported for the split people)
-- reads: trait_facts, identifiers, split_people
-- needs: nothing
create or replace temp table trait_candidates as
select
    identifiers.person_id, facts.name, facts.value ->> '$' as text, facts.set_at, facts.source_id, facts.log_offset
from trait_facts as facts join identifiers on identifiers.ident_key = facts.ident_key
where identifiers.person_id in (select person_id from split_people)
