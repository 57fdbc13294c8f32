-- gives: batch_runs with one more row; only batches that had something to read are noted
-- reads: nothing
-- needs: $now, $from_offset, $to_offset, $milliseconds
insert into batch_runs (batch_at, from_offset, to_offset, milliseconds) values ($now, $from_offset, $to_offset, $milliseconds)
