-- gives: changed_people (empty)
-- reads: changed_people
-- needs: nothing
delete from changed_people
