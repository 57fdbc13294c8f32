-- gives: the groups a person belongs to or has belonged to, the latest first
-- reads: group_members, identifiers, group_traits
-- needs: $person_id
with theirs as (
    select
        members.group_type, members.group_id, min(members.since) as since,
        -- One identifier may have left where another is still in.
        bool_or(members.joined_at is not null and (members.left_at is null or members.joined_at > members.left_at)) as belongs,
        max(members.left_at) as left_at, arg_min(members.source_id, members.log_offset) as source
    from group_members as members
    where members.ident_key in (select ident_key from identifiers where person_id = $person_id)
        and members.joined_at is not null
    group by members.group_type, members.group_id
)
select
    theirs.group_type, theirs.group_id, told.text as name, theirs.since,
    case when not theirs.belongs then theirs.left_at end as left_at, theirs.source
from theirs
left join group_traits as told
    on told.group_type = theirs.group_type and told.group_id = theirs.group_id and told.name = 'name'
order by theirs.belongs desc, theirs.since desc, theirs.group_type, theirs.group_id
