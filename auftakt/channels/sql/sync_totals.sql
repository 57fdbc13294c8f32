-- gives: how many rows come and go
-- reads: sync_changes
-- needs: nothing
select count(*) filter (where is_put) as puts, count(*) filter (where not is_put) as removals from sync_changes
