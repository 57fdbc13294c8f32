-- gives: the last computation of each trait
-- reads: computed_runs
-- needs: nothing
select trait_id, name, definition_hash, period, computed_at, error from computed_runs
