-- gives: document           what a replay changed, if it was applied
-- reads: applied_replays
-- needs: $replay_id
select document from applied_replays where replay_id = $replay_id
