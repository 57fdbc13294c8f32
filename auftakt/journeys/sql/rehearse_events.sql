-- gives: rows in events
-- reads: fresh
-- needs: nothing
-- slots: nothing
insert into events by name
select * exclude (ids) from fresh
