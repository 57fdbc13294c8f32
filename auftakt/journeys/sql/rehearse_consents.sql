-- gives: rows in consents of people who were first seen in this stretch of time
-- reads: rehearsed_consents, rehearsed_people
-- needs: $before, $now
-- slots: nothing
insert into consents by name
select c.*, 0 as log_offset
from rehearsed_consents c
join rehearsed_people p on p.person_id = c.person_id
where p.known_from > $before and p.known_from <= $now
