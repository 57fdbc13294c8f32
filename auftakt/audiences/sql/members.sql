-- gives: members of one audience after a person
-- reads: memberships
-- needs: $audience_id, $after, $most
select audience_id, person_id, since, because
from memberships where audience_id = $audience_id and person_id > $after order by person_id limit $most
