-- gives: audience_members (temp; per person the audiences that rules refer to)
-- reads: memberships, audience_candidates
-- needs: nothing
-- slots: leaf_values, member_scope
create or replace temp table audience_members as
select person_id, leaf_values as member_leaf
from memberships
where member_scope and person_id in (select person_id from audience_candidates)
group by person_id
