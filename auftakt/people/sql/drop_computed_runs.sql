-- gives: computed_runs (without those that were computed anew, or are gone)
-- reads: computed_runs
-- needs: $ids
delete from computed_runs where list_contains($ids, trait_id)
