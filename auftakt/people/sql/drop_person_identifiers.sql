-- gives: identifiers (without those of one person)
-- reads: identifiers
-- needs: $person_id
delete from identifiers where person_id = $person_id
