-- gives: known              events of this batch that an earlier batch has stored
-- reads: arrived, events
-- needs: nothing
create or replace temp table known as
select distinct event_key
from events
where event_key in (select event_key from arrived where k = 'e')
