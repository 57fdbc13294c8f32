-- gives: how many sends the data plane has reserved
-- reads: sends
-- needs: nothing
select count(*) as sends from sends where decision = 'reserved'
