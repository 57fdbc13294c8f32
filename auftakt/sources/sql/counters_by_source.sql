-- gives: counters           per source, with the time of the last batch that brought something
-- reads: ingest_counts
-- needs: nothing
select
    source_id,
    sum(received)::bigint as received,
    sum(stored)::bigint as stored,
    sum(quarantined)::bigint as quarantined,
    sum(duplicate)::bigint as duplicate,
    sum(suppressed)::bigint as suppressed,
    max(batch_at) as last_at
from ingest_counts
group by source_id
order by source_id
