-- gives: links (of source match, named by no event)
-- reads: match_links
-- needs: $now
insert into links (link_id, key_a, key_b, source_id, seen_at, log_offset, retracted_at)
select link_id, key_a, key_b, 'match', $now, -1, null from match_links where is_new
