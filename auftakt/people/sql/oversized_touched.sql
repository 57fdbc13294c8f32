-- gives: how many touched people have more identifiers than the limit
-- reads: people, touched
-- needs: $most
select count(*) as people
from people where identifier_count > $most and person_id in (select person_id from touched)
