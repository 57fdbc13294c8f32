-- gives: what changes whenever events, or whom they belong to, change
-- reads: events, progress, merges, links
-- needs: nothing
select
    coalesce((select max(log_offset) from progress where name = 'batch'), 0)::bigint as log_offset,
    (select count(*) from merges)::bigint as merges,
    (select count(*) from links where retracted_at is not null)::bigint as undone,
    count(*)::bigint as events
from events
