-- gives: rows in assignments, for people whose arm was decided at this entry
-- reads: journey_entered
-- needs: $now
-- slots: nothing
insert into assignments
select distinct journey_id, person_id, arm, $now::timestamp from journey_entered where is_new
