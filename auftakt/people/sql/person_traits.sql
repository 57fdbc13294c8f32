-- gives: traits of a person
-- reads: traits
-- needs: $person_id
select name, text as value, source_id as source, set_at
from traits where person_id = $person_id and text is not null order by name
