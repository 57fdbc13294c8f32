-- gives: fewer rows in entries: those of people who are now somebody else
-- reads: entries, merged
-- needs: nothing
-- slots: nothing
delete from entries where person_id in (select from_person from merged)
