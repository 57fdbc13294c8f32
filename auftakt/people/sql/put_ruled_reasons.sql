-- gives: refused_links (with the reason of today)
-- reads: refused_links, ruled_pairs, ruled_refused
-- needs: nothing
update refused_links
set reason = refused.reason, type = refused.type, held = refused.held
from ruled_pairs join ruled_refused as refused on refused.pair_no = ruled_pairs.pair_no
where
    not is_held and ruled_pairs.key_a = refused_links.key_a and ruled_pairs.key_b = refused_links.key_b
    and (refused.reason <> refused_links.reason or refused.type <> refused_links.type or refused.held <> refused_links.held)
