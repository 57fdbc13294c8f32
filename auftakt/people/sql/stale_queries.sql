-- gives: computed_runs (so that queries run again with the next batch, after an undo)
-- reads: computed_runs
-- needs: nothing
update computed_runs set definition_hash = '' where period = 'query'
