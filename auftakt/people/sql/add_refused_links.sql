-- gives: refused_links (each pair once)
-- reads: fresh_refused, refused_links
-- needs: $now
insert into refused_links (
    refusal_no, key_a, key_b, source_id, seen_at, log_offset, reason, type, held, refused_at
)
select
    (select coalesce(max(refusal_no), 0) from refused_links) + row_number() over (order by log_offset, key_a, key_b),
    key_a, key_b, source_id, seen_at, log_offset, reason, type, held, $now
from fresh_refused
where not exists (
    select 1 from refused_links as known where known.key_a = fresh_refused.key_a and known.key_b = fresh_refused.key_b
)
