-- gives: fewer rows in assignments: those of people who are now somebody else
-- reads: assignments, merged
-- needs: nothing
-- slots: nothing
delete from assignments where person_id in (select from_person from merged)
