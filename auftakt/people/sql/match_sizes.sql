-- gives: people who were put together by matching or have many identifiers, and of how many they were put together
-- reads: match_kept, identifiers, links, people
-- needs: $most_identifiers
with members as (
    select ident_key, person_id from identifiers where person_id in (select person_id from match_kept)
),
joined as (
    select members.person_id, count(*) as links
    from links join members on members.ident_key = links.key_a
    where links.source_id = 'match' and links.retracted_at is null
    group by members.person_id
)
select
    people.person_id, coalesce(joined.links, 0) + 1 as people, people.identifier_count > $most_identifiers as oversized
from people left join joined on joined.person_id = people.person_id
where people.person_id in (select person_id from match_kept)
    and (joined.links is not null or people.identifier_count > $most_identifiers)
