-- gives: entry_marks_due (temp; versions whose mark is missing, or so old that a batch reads more than an hour again)
-- reads: plan_versions, entry_marks
-- needs: $now
-- slots: nothing
create or replace temp table entry_marks_due as
select v.journey_id, v.version
from plan_versions v
left join entry_marks k on k.journey_id = v.journey_id and k.version = v.version
where v.enters and (k.seen_until is null or k.seen_until < $now::timestamp - interval 1 hour)
