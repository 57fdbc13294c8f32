-- gives: trait_candidates   every fact that was ever reported for changed people, and what stands of computed traits
-- reads: trait_facts, identifiers, split_people, traits
-- needs: nothing
create or replace temp table trait_candidates as
select
    identifiers.person_id, facts.name, facts.value ->> '$' as text, facts.set_at, facts.source_id, facts.log_offset
from trait_facts as facts join identifiers on identifiers.ident_key = facts.ident_key
where identifiers.person_id in (select person_id from split_people)
union all
select person_id, name, text, set_at, source_id, log_offset
from traits
where source_id = 'computed' and person_id in (select person_id from split_people)
