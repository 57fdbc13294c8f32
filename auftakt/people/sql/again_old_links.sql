-- gives: again_old_links    links that events looked at have made, and about which nobody decided anything
-- reads: links, link_changes, again_lines
-- needs: nothing
create or replace temp table again_old_links as
select link_id, key_a, key_b, source_id, seen_at, log_offset
from links
where log_offset in (select log_offset from again_lines where stored) and retracted_at is null
    and link_id not in (select link_id from link_changes)
