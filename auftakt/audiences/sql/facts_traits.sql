-- gives: traits of one person
-- reads: traits
-- needs: $person_id
select name, text, number from traits where person_id = $person_id
