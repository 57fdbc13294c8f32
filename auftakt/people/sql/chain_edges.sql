-- gives: the links that hold a person together, by the ids that the identifiers were born with, the oldest first
-- reads: links, identifiers
-- needs: $person_id
with members as (
    select ident_key, origin_id from identifiers where person_id = $person_id
)
select links.link_id, a.origin_id as a, b.origin_id as b
from links
join members as a on a.ident_key = links.key_a
join members as b on b.ident_key = links.key_b
where links.retracted_at is null
order by links.seen_at, links.link_id
