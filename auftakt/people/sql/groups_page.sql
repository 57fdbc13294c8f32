-- gives: groups, those seen last first, after a place in that order
-- reads: groups, group_traits, group_members, identifiers
-- needs: $kind, $search, $before, $before_kind, $before_id, $most
with page as (
    select group_type, group_id, first_seen, last_seen
    from groups
    where (cast($kind as varchar) is null or group_type = $kind)
        and (
            $search = '' or contains(lower(group_id), $search)
            or (group_type, group_id) in (
                select (group_type, group_id) from group_traits where name = 'name' and contains(lower(text), $search)
            )
        )
        and (
            cast($before as timestamp) is null
            or last_seen < $before
            or (last_seen = $before and (group_type, group_id) > ($before_kind, $before_id))
        )
    order by last_seen desc, group_type, group_id
    limit $most
),
named as (
    select
        group_type, group_id, max(text) filter (where name = 'name') as name,
        max(text) filter (where name = 'industry') as industry
    from group_traits semi join page using (group_type, group_id)
    group by all
),
present as (
    select members.group_type, members.group_id, count(distinct identifiers.person_id) as people
    from group_members as members
    semi join page on page.group_type = members.group_type and page.group_id = members.group_id
    join identifiers on identifiers.ident_key = members.ident_key
    where members.joined_at is not null and (members.left_at is null or members.joined_at > members.left_at)
    group by all
)
select
    page.group_type, page.group_id, named.name, named.industry, page.first_seen, page.last_seen,
    coalesce(present.people, 0) as people
from page
left join named on named.group_type = page.group_type and named.group_id = page.group_id
left join present on present.group_type = page.group_type and present.group_id = page.group_id
order by page.last_seen desc, page.group_type, page.group_id
