-- gives: events             without those of a name that happened before a moment
-- reads: events
-- needs: $name, $before
delete from events where name = $name and happened_at < $before
