-- gives: what became of everything that was received, and the offset up to which that holds
-- reads: ingest_counts, progress
-- needs: nothing
select
    coalesce(sum(received), 0)::bigint as received,
    coalesce(sum(stored), 0)::bigint as stored,
    coalesce(sum(quarantined), 0)::bigint as quarantined,
    coalesce(sum(duplicate), 0)::bigint as duplicate,
    coalesce(sum(suppressed), 0)::bigint as suppressed,
    coalesce((select max(log_offset) from progress where name = 'batch'), 0)::bigint as log_offset
from ingest_counts
