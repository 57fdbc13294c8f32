-- gives: the names of the events in this batch
-- reads: fresh
-- needs: nothing
-- slots: nothing
select distinct name from fresh
