-- gives: the offset up to which the log has been worked through, and the time of that batch
-- reads: progress
-- needs: nothing
select log_offset, batch_at from progress where name = 'batch'
