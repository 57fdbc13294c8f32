-- gives: changed_people (so that the next batch evaluates them again)
-- reads: split_people
-- needs: $now
insert into changed_people (person_id, changed_at) select person_id, $now from split_people
