-- gives: regrouped          people at the ends of links that were taken out
-- reads: again_removed, identifiers
-- needs: nothing
create or replace temp table regrouped as
with ends as (
    select key_a as ident_key from again_removed union select key_b from again_removed
)
select distinct identifiers.person_id from identifiers join ends on ends.ident_key = identifiers.ident_key
