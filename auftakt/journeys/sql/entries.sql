-- gives: rows in entries
-- reads: journey_entered
-- needs: nothing
-- slots: nothing
insert into entries
select journey_id, person_id, entry_key, entered_at from journey_entered
