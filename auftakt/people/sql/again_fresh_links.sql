-- gives: fresh_links        pairs that the lines looked at name and that are not linked; what was linked before keeps its row
-- reads: again_links, again_removed, links
-- needs: nothing
create or replace temp table fresh_links as
with pairs as (
    select
        removed.link_id as old_id, again.key_a, again.key_b, again.log_offset,
        case when removed.log_offset = again.log_offset then removed.source_id else again.source_id end as source_id,
        case when removed.log_offset = again.log_offset then removed.seen_at else again.seen_at end as seen_at
    from again_links as again
    left join again_removed as removed on removed.key_a = again.key_a and removed.key_b = again.key_b
    where not exists (select 1 from links where links.key_a = again.key_a and links.key_b = again.key_b)
)
select
    coalesce(
        old_id,
        (select greatest(
            (select coalesce(max(link_id), 0) from links), (select coalesce(max(link_id), 0) from again_removed)
        ))
        + row_number() over (partition by old_id is null order by log_offset, key_a, key_b)
    ) as link_id,
    key_a, key_b, source_id, seen_at, log_offset
from pairs
