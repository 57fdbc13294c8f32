-- gives: fresh_refused (also new links of which an end is blocked; type is that of the blocked end)
-- reads: fresh_links, fresh_blocked
-- needs: nothing
insert into fresh_refused (key_a, key_b, source_id, seen_at, log_offset, reason, type, held)
with ends as (
    select fresh_links.*, fresh_blocked.type from fresh_links join fresh_blocked on fresh_blocked.ident_key = fresh_links.key_a
    union all
    select fresh_links.*, fresh_blocked.type from fresh_links join fresh_blocked on fresh_blocked.ident_key = fresh_links.key_b
)
select key_a, key_b, source_id, seen_at, log_offset, 'blocked', min(type), 0
from ends
group by key_a, key_b, source_id, seen_at, log_offset
