-- gives: how many people were merged in this batch
-- reads: merged
-- needs: nothing
select count(*) as people from merged
