-- gives: fresh (temp; what happened in one stretch of time)
-- reads: events
-- needs: $before, $now
-- slots: nothing
create or replace temp table fresh as
select *, null::varchar[][] as ids from events where happened_at > $before and happened_at <= $now
