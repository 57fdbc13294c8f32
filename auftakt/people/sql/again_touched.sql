-- gives: again_touched      identifiers of which something changed: their events, facts, links or refusals
-- reads: again_gone, again_come, again_trait_gone, again_trait_come, again_consent_gone, again_consent_come, fresh_identifiers, again_gone_identifiers, again_unlinked, again_named
-- needs: nothing
create or replace temp table again_touched as
select ident_key from again_gone
union select ident_key from again_come
union select ident_key from again_trait_gone
union select ident_key from again_trait_come
union select ident_key from again_consent_gone
union select ident_key from again_consent_come
union select ident_key from fresh_identifiers where is_new
union select ident_key from again_gone_identifiers
union select ident_key from again_unlinked
union select ident_key from again_named
