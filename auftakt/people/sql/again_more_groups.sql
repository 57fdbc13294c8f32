-- gives: again_groups       also those of which they tell now
-- reads: fresh_groups, again_lines
-- needs: nothing
insert into again_groups
select distinct group_type, group_id from fresh_groups where log_offset in (select log_offset from again_lines)
