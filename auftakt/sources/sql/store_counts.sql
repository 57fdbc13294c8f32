-- gives: ingest_counts      one row per source of this batch
-- reads: fates
-- needs: $now
insert into ingest_counts (batch_at, source_id, received, stored, quarantined, duplicate, suppressed)
select
    $now,
    source_id,
    count(*),
    count(*) filter (where fate = 'stored'),
    count(*) filter (where fate = 'quarantined'),
    count(*) filter (where fate = 'duplicate'),
    count(*) filter (where fate = 'suppressed')
from fates
group by source_id
