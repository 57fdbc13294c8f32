-- gives: computed_changes
-- reads: computed_moves
-- needs: $now
insert into computed_changes (person_id, name, text, changed_at)
select person_id, name, text, $now from computed_moves
