-- gives: traits (without those that moved)
-- reads: computed_moves
-- needs: nothing
delete from traits where (person_id, name) in (select person_id, name from computed_moves)
