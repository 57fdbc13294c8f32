-- gives: rows in entries
-- reads: journey_merged_entries
-- needs: nothing
-- slots: nothing
insert into entries
select journey_id, person_id, entry_key, entered_at from journey_merged_entries
