-- gives: when the newest event up to now happened
-- reads: events
-- needs: $now
-- slots: nothing
select max(happened_at) as happened_at from events where happened_at <= $now
