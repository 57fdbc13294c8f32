-- gives: repeats            lines whose event is stored already, or stands in an earlier line of this batch
-- reads: repeat_offsets (an array handed in by the caller)
-- needs: nothing
create or replace temp table repeats as
select log_offset
from repeat_offsets
