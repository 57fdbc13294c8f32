-- gives: how many people there are
-- reads: people
-- needs: nothing
select count(*) as people from people
