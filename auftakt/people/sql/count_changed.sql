-- gives: how many people wait for the next batch
-- reads: changed_people
-- needs: nothing
select count(*) as people from changed_people
