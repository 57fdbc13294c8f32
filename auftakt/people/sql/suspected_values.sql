-- gives: for people with more identifiers than the limit, the largest first, the identifier with the most links, unless it is blocked
-- reads: people, links, identifiers
-- needs: $most, $limit
-- slots: blocked_value (a condition on the type and the value of an identifier)
with large as (
    select person_id, identifier_count from people where identifier_count > $most
    order by identifier_count desc, person_id limit $limit
),
members as (
    select ident_key, person_id, origin_id, type, value from identifiers where person_id in (select person_id from large)
),
ends as (
    select key_a as ident_key from links where retracted_at is null
    union all
    select key_b from links where retracted_at is null
),
counted as (
    select members.person_id, members.type, members.value, members.origin_id, count(*) as links
    from ends join members on members.ident_key = ends.ident_key
    group by members.person_id, members.type, members.value, members.origin_id
),
first as (
    select *, row_number() over (partition by person_id order by links desc, origin_id) as place from counted
),
joiners as (
    select person_id, type, value, links from first where place = 1
)
select joiners.person_id, large.identifier_count as identifiers, type, value, links
from joiners join large on large.person_id = joiners.person_id
where not blocked_value
order by identifiers desc, joiners.person_id
