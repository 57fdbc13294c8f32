-- gives: what changes whenever events do: the offset up to which the log has been worked through, and how many there are
-- reads: events, progress
-- needs: nothing
select
    coalesce((select max(log_offset) from progress where name = 'batch'), 0)::bigint as log_offset,
    count(*)::bigint as events
from events
