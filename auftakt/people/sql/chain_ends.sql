-- gives: the identifiers of a person as numbers (the ids they were born with), and which were asked for
-- reads: identifiers
-- needs: $person_id, $from_type, $from_value, $to_type, $to_value
select
    max(origin_id) filter (where type = $from_type and value = $from_value) as one,
    max(origin_id) filter (where type = $to_type and value = $to_value) as other
from identifiers where person_id = $person_id
