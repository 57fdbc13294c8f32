-- gives: again_gone_identifiers  identifiers that nothing tells of any more
-- reads: again_doubtful, again_identifiers, again_outside, links, events, trait_facts, consent_facts, consent_asks, group_members, refused_links
-- needs: nothing
create or replace temp table again_gone_identifiers as
select ident_key
from again_doubtful
where ident_key not in (select ident_key from again_identifiers)
    and ident_key not in (select other from again_outside)
    and ident_key not in (select key_a from links)
    and ident_key not in (select key_b from links)
    and ident_key not in (select key_a from refused_links)
    and ident_key not in (select key_b from refused_links)
    and ident_key not in (select ident_key from events)
    and ident_key not in (select ident_key from trait_facts)
    and ident_key not in (select ident_key from consent_facts)
    and ident_key not in (select ident_key from consent_asks)
    and ident_key not in (select ident_key from group_members)
