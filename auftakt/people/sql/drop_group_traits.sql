-- gives: group_traits (without those that this batch tells of)
-- reads: group_trait_candidates
-- needs: nothing
delete from group_traits
where (group_type, group_id, name) in (select (group_type, group_id, name) from group_trait_candidates)
