-- gives: split_edges (temp; what holds the identifiers of regrouped people together, by the ids they were born with)
-- reads: links, identifiers, regrouped
-- needs: nothing
create or replace temp table split_edges as
with members as (
    select ident_key, origin_id from identifiers where person_id in (select person_id from regrouped)
)
select a.origin_id as a, b.origin_id as b
from links
join members as a on a.ident_key = links.key_a
join members as b on b.ident_key = links.key_b
where links.retracted_at is null
