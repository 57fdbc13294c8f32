-- gives: again_doubtful     identifiers of which fewer events tell than before: those that are not looked at may tell too
-- reads: again_old_links, again_links, again_named, identifiers
-- needs: nothing
create or replace temp table again_doubtful as
with pairs as (
    select key_a, key_b
    from again_old_links as old
    where not exists (select 1 from again_links as again where again.key_a = old.key_a and again.key_b = old.key_b)
)
select key_a as ident_key from pairs
union
select key_b from pairs
union
select ident_key from again_named where ident_key in (select ident_key from identifiers)
