-- gives: audience_runs (without those that are written anew)
-- reads: audience_runs
-- needs: $ids
delete from audience_runs where list_contains($ids, audience_id)
