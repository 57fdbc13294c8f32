-- gives: rows in positions: merged people go on where they were
-- reads: journey_merged_positions
-- needs: nothing
-- slots: nothing
insert into positions
select journey_id, version, into_person, entry_key, step_id, arrived_at, due_at, entered_at
from journey_merged_positions
where goes_on
