-- gives: progress with the new offset
-- reads: nothing
-- needs: $log_offset, $now
insert into progress (name, log_offset, batch_at) values ('batch', $log_offset, $now)
