-- gives: again_come         events as they are by today's logic, where the hub keeps them otherwise or not at all
-- reads: events, again_lines, again_events, again_gone
-- needs: nothing
create or replace temp table again_come as
select again.*
from again_events as again
where again.log_offset in (select log_offset from again_gone)
    or again.log_offset in (select log_offset from again_lines where not stored)
