-- gives: people (as a condition for their list; those who belong to one group now)
-- reads: group_members, identifiers
-- needs: nothing
-- slots: the_kind, the_id
select identifiers.person_id
from group_members as members join identifiers on identifiers.ident_key = members.ident_key
where members.group_type = the_kind and members.group_id = the_id
    and members.joined_at is not null and (members.left_at is null or members.joined_at > members.left_at)
