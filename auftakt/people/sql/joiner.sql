-- gives: the identifier of a person with the most links, and how many
-- reads: links, identifiers
-- needs: $person_id
with members as (
    select ident_key, origin_id, type, value from identifiers where person_id = $person_id
),
ends as (
    select key_a as ident_key from links where retracted_at is null
    union all
    select key_b from links where retracted_at is null
)
select type, value, count(*) as links
from ends join members on members.ident_key = ends.ident_key
group by type, value, origin_id
order by links desc, origin_id
limit 1
