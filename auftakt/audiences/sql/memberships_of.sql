-- gives: audiences of one person, the latest first
-- reads: memberships
-- needs: $person_id
select audience_id, person_id, since, because
from memberships where person_id = $person_id order by since desc, audience_id
