-- gives: rows in positions: who was still moving when the batch had no rounds left; the next batch goes on with them
-- reads: journey_moving
-- needs: nothing
-- slots: nothing
insert into positions
select journey_id, version, person_id, entry_key, step_id, own_time, own_time, entered_at from journey_moving
