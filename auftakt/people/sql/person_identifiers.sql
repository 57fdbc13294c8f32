-- gives: identifiers of a person, the oldest first
-- reads: identifiers
-- needs: $person_id, $most
select type, value, first_seen, source_id as source
from identifiers where person_id = $person_id order by first_seen, origin_id limit $most
