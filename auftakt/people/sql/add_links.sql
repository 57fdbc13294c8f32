-- gives: links
-- reads: fresh_links
-- needs: nothing
insert into links (link_id, key_a, key_b, source_id, seen_at, log_offset, retracted_at)
select link_id, key_a, key_b, source_id, seen_at, log_offset, null from fresh_links
