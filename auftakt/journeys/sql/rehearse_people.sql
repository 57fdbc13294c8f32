-- gives: rows in people, who were first seen in this stretch of time
-- reads: rehearsed_people
-- needs: $before, $now
-- slots: nothing
insert into people by name
select person_id, known_from as first_seen, known_from as last_seen, identifier_count
from rehearsed_people
where known_from > $before and known_from <= $now
