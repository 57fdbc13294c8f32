-- gives: how many groups there are of each type
-- reads: groups
-- needs: nothing
select group_type, count(*) as groups from groups group by group_type order by groups desc, group_type
