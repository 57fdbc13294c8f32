-- gives: ingest_counts      what moved from one fate to another, by source; nothing was received anew
-- reads: again_lines, ingest_counts
-- needs: $now
insert into ingest_counts (batch_at, source_id, received, stored, quarantined, duplicate, suppressed)
with moved as (
    select
        source_id,
        count(*) filter (where fate = 'stored') - count(*) filter (where stored) as stored,
        count(*) filter (where fate = 'quarantined') - count(*) filter (where not stored) as quarantined,
        count(*) filter (where fate = 'duplicate') as duplicate,
        count(*) filter (where fate = 'suppressed') as suppressed
    from again_lines
    group by source_id
),
latest as (
    select source_id, max(batch_at) as batch_at from ingest_counts group by source_id
)
select
    coalesce(latest.batch_at, $now), moved.source_id, 0, moved.stored, moved.quarantined, moved.duplicate, moved.suppressed
from moved left join latest on latest.source_id = moved.source_id
where moved.stored <> 0 or moved.quarantined <> 0 or moved.duplicate <> 0 or moved.suppressed <> 0
