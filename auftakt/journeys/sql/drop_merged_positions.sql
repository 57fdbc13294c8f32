-- gives: fewer rows in positions: those of people who are now somebody else
-- reads: positions, merged
-- needs: nothing
-- slots: nothing
delete from positions where person_id in (select from_person from merged)
