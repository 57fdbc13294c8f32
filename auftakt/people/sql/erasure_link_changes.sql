-- gives: link_changes       without what was decided about links that are gone
-- reads: erased_links
-- needs: nothing
delete from link_changes where link_id in (select link_id from erased_links)
