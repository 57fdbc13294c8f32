-- gives: groups (without those that this batch tells of)
-- reads: group_candidates
-- needs: nothing
delete from groups where (group_type, group_id) in (select (group_type, group_id) from group_candidates)
