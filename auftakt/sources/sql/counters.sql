-- gives: counters           of one source, or of all
-- reads: ingest_counts
-- needs: $source_id (null: all)
select
    coalesce(sum(received), 0)::bigint as received,
    coalesce(sum(stored), 0)::bigint as stored,
    coalesce(sum(quarantined), 0)::bigint as quarantined,
    coalesce(sum(duplicate), 0)::bigint as duplicate,
    coalesce(sum(suppressed), 0)::bigint as suppressed
from ingest_counts
where $source_id is null or source_id = $source_id
