-- gives: log_offset          of the newest event
-- reads: events
-- needs: nothing
select coalesce(max(log_offset), -1) as log_offset from events
