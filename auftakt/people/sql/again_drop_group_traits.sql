-- gives: group_traits  without what events told of the groups in question; what only events tell that are not kept any more stays
-- reads: again_groups, again_lines, events
-- needs: nothing
delete from group_traits
where (group_type, group_id) in (select group_type, group_id from again_groups)
    and (log_offset in (select log_offset from again_lines) or log_offset in (select log_offset from events))
