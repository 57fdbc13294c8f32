-- gives: the person that a link holds together, and whether it was retracted
-- reads: links, identifiers
-- needs: $link_id
select identifiers.person_id, links.retracted_at
from links join identifiers on identifiers.ident_key = links.key_a
where links.link_id = $link_id
