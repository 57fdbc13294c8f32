-- gives: regrouped          people whose identifiers are grouped anew: at the ends of links judged anew, or otherwise touched
-- reads: identifiers, again_before, again_touched, again_removed, fresh_links
-- needs: nothing
create or replace temp table regrouped as
with ends as (
    select ident_key from again_touched
    union select key_a from again_removed
    union select key_b from again_removed
    union select key_a from fresh_links
    union select key_b from fresh_links
),
-- Whoever was one with them before: an identifier that is gone may have given the whole its number.
before as (
    select person_id from again_before where ident_key in (select ident_key from ends)
)
select distinct person_id from identifiers where ident_key in (select ident_key from ends)
union
select distinct identifiers.person_id
from identifiers
join again_before on again_before.ident_key = identifiers.ident_key
where again_before.person_id in (select person_id from before)
