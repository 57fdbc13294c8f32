-- gives: repeated           events that came more than once in this batch, with the line that counts (the first)
-- reads: arrived
-- needs: nothing
create or replace temp table repeated as
select event_key, min(log_offset) as first_offset
from arrived
where k = 'e'
group by event_key
having count(*) > 1
