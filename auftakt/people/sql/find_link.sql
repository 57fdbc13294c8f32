-- gives: the people at both ends of a link, and whether it was retracted
-- reads: links, identifiers
-- needs: $link_id
select a.person_id as person_a, b.person_id as person_b, links.retracted_at
from links
join identifiers as a on a.ident_key = links.key_a
join identifiers as b on b.ident_key = links.key_b
where links.link_id = $link_id
