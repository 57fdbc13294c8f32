-- gives: rows in transitions: the interrupts
-- reads: journey_exits
-- needs: $now
-- slots: nothing
insert into transitions
select journey_id, version, person_id, entry_key, $now::timestamp, step_id, null, reason, detail from journey_exits
