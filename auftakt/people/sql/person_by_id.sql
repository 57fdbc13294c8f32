-- gives: the person that an id stands for, also one that went into another person
-- reads: identifiers
-- needs: $person_id
select person_id from identifiers where origin_id = $person_id
