-- gives: what a trait says of each person of whom it is known
-- reads: traits
-- needs: $name
select person_id, text from traits where name = $name and text is not null order by person_id
