-- gives: voice               without what an older edition of the word lists made of it
-- reads: nothing
-- needs: nothing
delete from voice
