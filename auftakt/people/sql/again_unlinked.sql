-- gives: again_unlinked     the ends of links that are gone, and of links that are new
-- reads: again_removed, fresh_links
-- needs: nothing
create or replace temp table again_unlinked as
with moved as (
    select key_a, key_b from again_removed
    where not exists (select 1 from fresh_links where fresh_links.link_id = again_removed.link_id)
    union all
    select key_a, key_b from fresh_links
    where not exists (select 1 from again_removed where again_removed.link_id = fresh_links.link_id)
)
select key_a as ident_key from moved union select key_b from moved
