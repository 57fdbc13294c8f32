-- gives: the people that one person became
-- reads: split_people
-- needs: nothing
select person_id from split_people order by person_id
