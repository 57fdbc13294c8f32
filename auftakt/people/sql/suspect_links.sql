-- gives: the new links between suspects in the order in which they are tried: as they arrived, and in one event the stronger first
-- reads: fresh_links, suspect_members
-- needs: nothing
select links.link_id, a.person_id as a, b.person_id as b
from fresh_links as links
join suspect_members as a on a.ident_key = links.key_a
join suspect_members as b on b.ident_key = links.key_b
order by links.log_offset, greatest(a.rank, b.rank), links.key_a, links.key_b
