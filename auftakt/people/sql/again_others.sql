-- gives: lines              that are kept as events and are not looked at
-- reads: events, again_lines
-- needs: nothing
select count(*) as lines from events where log_offset not in (select log_offset from again_lines)
