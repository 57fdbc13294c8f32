-- gives: voice_read          without a row
-- reads: nothing
-- needs: nothing
delete from voice_read
