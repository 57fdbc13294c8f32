-- gives: groups             without those that are told anew
-- reads: again_groups
-- needs: nothing
delete from groups where (group_type, group_id) in (select group_type, group_id from again_groups)
