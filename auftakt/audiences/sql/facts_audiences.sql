-- gives: audiences of one person
-- reads: memberships
-- needs: $person_id
select audience_id from memberships where person_id = $person_id
