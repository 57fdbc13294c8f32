-- gives: when a person was seen, and the person's size
-- reads: people
-- needs: $person_id
select person_id, first_seen, last_seen, identifier_count from people where person_id = $person_id
