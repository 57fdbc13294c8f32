-- gives: groups (with what this batch told)
-- reads: group_candidates
-- needs: nothing
insert into groups (group_type, group_id, first_seen, last_seen)
select group_type, group_id, first_seen, last_seen from group_candidates
