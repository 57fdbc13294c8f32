-- gives: due_people (with those who moved, since audiences that refer to this one may follow)
-- reads: audience_moves, due_people
-- needs: nothing
insert into due_people (person_id)
select distinct person_id from audience_moves where person_id not in (select person_id from due_people)
