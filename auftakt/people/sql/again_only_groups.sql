-- gives: fresh_groups       only of the groups in question
-- reads: again_groups
-- needs: nothing
delete from fresh_groups where (group_type, group_id) not in (select group_type, group_id from again_groups)
