-- gives: links (also those that were refused and hold now; who had a number gets it back)
-- reads: links, refused_links, ruled_pairs, ruled_refused
-- needs: nothing
insert into links (link_id, key_a, key_b, source_id, seen_at, log_offset, retracted_at)
select
    coalesce(
        link_id,
        greatest(
            (select coalesce(max(link_id), 0) from links), (select coalesce(max(link_id), 0) from refused_links)
        )
        + row_number() over (partition by link_id is null order by log_offset, key_a, key_b)
    ),
    key_a, key_b, source_id, seen_at, log_offset, null
from ruled_pairs
where
    not is_held and not exists (select 1 from ruled_refused where ruled_refused.pair_no = ruled_pairs.pair_no)
