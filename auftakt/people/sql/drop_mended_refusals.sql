-- gives: refused_links (without pairs that are linked now)
-- reads: refused_links, fresh_links
-- needs: nothing
delete from refused_links
where exists (
    select 1 from fresh_links where fresh_links.key_a = refused_links.key_a and fresh_links.key_b = refused_links.key_b
)
