-- gives: link_id            of pairs of the choice that have a link already, taken back before
-- reads: match_links
-- needs: nothing
select link_id from match_links where not is_new order by link_id
