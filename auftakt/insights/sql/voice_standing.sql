-- gives: edition             by which texts have been read so far
-- reads: voice_read
-- needs: nothing
select edition, read_until from voice_read
