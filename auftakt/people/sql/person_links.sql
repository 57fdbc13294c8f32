-- gives: links that hold a person together
-- reads: links, identifiers
-- needs: $person_id, $most
with members as (
    select ident_key, type, value from identifiers where person_id = $person_id
)
select
    link_id, a.type as a_type, a.value as a_value, b.type as b_type, b.value as b_value, source_id as source, seen_at
from links
join members as a on a.ident_key = links.key_a
join members as b on b.ident_key = links.key_b
where retracted_at is null
order by seen_at, link_id
limit $most
