-- gives: when the next event passes a border
-- reads: events
-- needs: nothing
-- slots: crossing_moment, crossing_names (they ask for $now)
select crossing_moment as due_at from events where crossing_names
