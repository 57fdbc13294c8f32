-- gives: lines              that were staged, and that the hub doesn't keep any more as it did then
-- reads: again_lines, events, quarantine
-- needs: nothing
select count(*) as lines
from again_lines
where case
    when stored then log_offset not in (select log_offset from events)
    else log_offset not in (select log_offset from quarantine where state = 'open')
end
