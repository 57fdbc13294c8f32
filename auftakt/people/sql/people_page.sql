-- gives: people, those seen last first, after a place in that order
-- reads: people, identifiers, traits
-- needs: $search, $before, $before_person, $most
-- slots: among
with found as (
    select person_id from identifiers where $search <> '' and contains(lower(value), $search)
    union
    select person_id from traits
    where $search <> '' and name in ('name', 'firstName', 'lastName', 'first_name', 'last_name')
        and contains(lower(text), $search)
),
page as (
    select person_id, first_seen, last_seen, identifier_count
    from people
    where among
        and ($search = '' or person_id in (select person_id from found))
        and (
            cast($before as timestamp) is null
            or last_seen < $before
            or (last_seen = $before and person_id > $before_person)
        )
    order by last_seen desc, person_id
    limit $most
),
named as (
    select
        person_id,
        max(text) filter (where name = 'name') as whole_name,
        max(text) filter (where name in ('firstName', 'first_name')) as first_name,
        max(text) filter (where name in ('lastName', 'last_name')) as last_name,
        max(text) filter (where name = 'email') as email,
        max(text) filter (where name = 'phone') as phone,
        max(text) filter (where name = 'language') as language,
        max(text) filter (where name = 'city') as city,
        max(text) filter (where name = 'address.city') as address_city
    from traits
    where person_id in (select person_id from page)
    group by person_id
),
reached as (
    select person_id, min(value) filter (where type = 'email') as email, min(value) filter (where type = 'phone') as phone
    from identifiers
    where person_id in (select person_id from page) and type in ('email', 'phone')
    group by person_id
)
select
    page.person_id, page.first_seen, page.last_seen, page.identifier_count as identifiers,
    named.whole_name, named.first_name, named.last_name,
    coalesce(named.email, reached.email) as email, coalesce(named.phone, reached.phone) as phone,
    named.language, coalesce(named.city, named.address_city) as city
from page
left join named on named.person_id = page.person_id
left join reached on reached.person_id = page.person_id
order by page.last_seen desc, page.person_id
