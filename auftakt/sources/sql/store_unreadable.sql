-- gives: arrived            a line that can't be read, as a line that says so
-- reads: nothing
-- needs: $log_offset, $now, $source_id, $raw
insert into arrived (log_offset, received_at, source_id, k, why, raw)
values ($log_offset, $now, $source_id, 'q', 'unreadable_line', $raw)
