-- gives: people that went into this one and are still in it
-- reads: merges, identifiers
-- needs: $person_id
select distinct merges.from_person as person_id
from merges join identifiers on identifiers.origin_id = merges.from_person
where identifiers.person_id = $person_id and merges.from_person <> $person_id
order by merges.from_person
