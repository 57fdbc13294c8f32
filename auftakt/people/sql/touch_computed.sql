-- gives: touched (with those whose computed traits moved, since audiences may follow)
-- reads: computed_moves, touched
-- needs: nothing
insert into touched (person_id)
select distinct person_id from computed_moves where person_id not in (select person_id from touched)
