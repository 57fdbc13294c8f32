-- gives: events             without those that are to be otherwise
-- reads: again_gone
-- needs: nothing
delete from events where log_offset in (select log_offset from again_gone)
