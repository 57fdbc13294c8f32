-- gives: mends              without those into events of a name that happened before a moment
-- reads: mends
-- needs: $name, $before
delete from mends where name = $name and happened_at < $before
