-- gives: totals             of a replay: lines looked at, and events that change, are held back, are released
-- reads: again_gone, again_come, again_lines
-- needs: nothing
select
    (select count(*) from again_lines) as lines,
    (select count(*) from again_come where log_offset in (select log_offset from again_gone)) as changed,
    (select count(*) from again_gone where log_offset not in (select log_offset from again_come)) as held,
    (select count(*) from again_come where log_offset not in (select log_offset from again_gone)) as released
