-- gives: group_members (with what this batch told)
-- reads: group_member_candidates
-- needs: nothing
insert into group_members (ident_key, group_type, group_id, since, joined_at, left_at, source_id, log_offset)
select ident_key, group_type, group_id, since, joined_at, left_at, source_id, log_offset from group_member_candidates
