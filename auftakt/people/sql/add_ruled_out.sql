-- gives: refused_links (also the links that are refused now; they keep their number)
-- reads: refused_links, ruled_pairs, ruled_refused
-- needs: $now
insert into refused_links (
    refusal_no, key_a, key_b, source_id, seen_at, log_offset, reason, type, held, refused_at, link_id
)
select
    (select coalesce(max(refusal_no), 0) from refused_links) + row_number() over (order by log_offset, key_a, key_b),
    key_a, key_b, source_id, seen_at, log_offset, refused.reason, refused.type, refused.held, $now, link_id
from ruled_pairs join ruled_refused as refused on refused.pair_no = ruled_pairs.pair_no
where is_held
