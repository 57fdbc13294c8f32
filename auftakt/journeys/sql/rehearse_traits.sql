-- gives: rows in traits of people who were first seen in this stretch of time
-- reads: rehearsed_traits, rehearsed_people
-- needs: $before, $now
-- slots: nothing
insert into traits by name
select t.*, 0 as log_offset
from rehearsed_traits t
join rehearsed_people p on p.person_id = t.person_id
where p.known_from > $before and p.known_from <= $now
