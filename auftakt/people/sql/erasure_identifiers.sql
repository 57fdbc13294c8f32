-- gives: identifiers        of one person, all of them, with the ids that they were born with
-- reads: identifiers
-- needs: $person_id
select type, value, origin_id from identifiers where person_id = $person_id order by type, value
