-- gives: progress without the old offset; the new one follows in the same transaction
-- reads: progress
-- needs: nothing
delete from progress where name = 'batch'
