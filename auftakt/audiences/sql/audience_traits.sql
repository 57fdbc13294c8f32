-- gives: audience_traits (temp; per person the traits that rules ask for)
-- reads: traits, audience_candidates
-- needs: nothing
-- slots: leaf_values, trait_scope
create or replace temp table audience_traits as
select person_id, leaf_values as trait_leaf
from traits
where trait_scope and person_id in (select person_id from audience_candidates)
group by person_id
