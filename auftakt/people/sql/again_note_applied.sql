-- gives: applied_replays    this one
-- reads: nothing
-- needs: $replay_id, $now, $document
insert into applied_replays (replay_id, applied_at, document) values ($replay_id, $now, $document)
