-- gives: fewer rows in entry_marks: those that are written anew
-- reads: entry_marks, entry_marks_due
-- needs: nothing
-- slots: nothing
delete from entry_marks k
using entry_marks_due d
where d.journey_id = k.journey_id and d.version = k.version
