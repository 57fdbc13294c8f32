-- gives: counted            events of a name that happened before a moment
-- reads: events
-- needs: $name, $before
select count(*) as events, min(happened_at) as oldest from events where name = $name and happened_at < $before
