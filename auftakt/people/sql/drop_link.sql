-- gives: links (without one)
-- reads: links
-- needs: $link_id
delete from links where link_id = $link_id
