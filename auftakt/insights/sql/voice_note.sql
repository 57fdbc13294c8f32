-- gives: voice_read          up to where texts have been read now
-- reads: nothing
-- needs: $read_until, $edition
insert into voice_read (read_until, edition) values ($read_until, $edition)
