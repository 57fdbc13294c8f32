-- gives: merges
-- reads: merged
-- needs: $now
insert into merges (merged_at, from_person, into_person, log_offset)
select $now, from_person, into_person, log_offset from merged
