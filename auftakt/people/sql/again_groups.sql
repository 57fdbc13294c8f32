-- gives: again_groups       groups of which the lines looked at told, before or after
-- reads: fresh_groups, again_lines
-- needs: nothing
create or replace temp table again_groups as
select distinct group_type, group_id from fresh_groups where log_offset in (select log_offset from again_lines)
