-- gives: group_members (without those that this batch tells of)
-- reads: group_member_candidates
-- needs: nothing
delete from group_members
where (ident_key, group_type, group_id) in (select (ident_key, group_type, group_id) from group_member_candidates)
