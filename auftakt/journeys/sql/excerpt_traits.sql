-- gives: traits that a rehearsal needs, as they stand today
-- reads: traits
-- needs: $names
-- slots: nothing
select person_id, name, text, number, set_at, source_id from traits where list_contains($names, name)
