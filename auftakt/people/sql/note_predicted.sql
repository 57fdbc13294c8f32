-- gives: changed_people (so that the next batch evaluates those of whom something else is predicted now)
-- reads: computed_moves
-- needs: $now
insert into changed_people (person_id, changed_at) select distinct person_id, $now from computed_moves
