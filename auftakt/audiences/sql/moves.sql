-- gives: audience_moves (who comes into one audience and who leaves it, with what was known of them)
-- reads: audience_facts, memberships
-- needs: $audience_id
-- slots: rule_condition, because_facts (may ask for $now)
insert into audience_moves (audience_id, person_id, entered, because)
with members as (
    select person_id, true as was_in from memberships where audience_id = $audience_id
),
compared as (
    select audience_facts.*, rule_condition as is_in, coalesce(was_in, false) as was_in
    from audience_facts left join members using (person_id)
)
select $audience_id, person_id, is_in, because_facts
from compared
where is_in <> was_in
