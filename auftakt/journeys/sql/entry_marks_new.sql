-- gives: rows in entry_marks: everything up to now was looked at
-- reads: entry_marks_due
-- needs: $now
-- slots: nothing
insert into entry_marks
select journey_id, version, $now::timestamp from entry_marks_due
