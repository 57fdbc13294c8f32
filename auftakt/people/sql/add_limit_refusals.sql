-- gives: fresh_refused (also the links that don't fit a limit)
-- reads: fresh_links, limit_refusals (arrays handed in by the caller)
-- needs: nothing
insert into fresh_refused (key_a, key_b, source_id, seen_at, log_offset, reason, type, held)
select links.key_a, links.key_b, links.source_id, links.seen_at, links.log_offset, 'limit', refused.type, refused.held
from fresh_links as links join limit_refusals as refused on refused.link_id = links.link_id
