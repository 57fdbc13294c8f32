-- gives: chunk              the next rows of the file, each with its identifiers
-- reads: file_rows
-- needs: $first, $end
-- slots: the_ids, the_broken
create or replace temp table chunk as
select *, the_ids as auftakt_ids
from file_rows
where auftakt_row >= $first and auftakt_row < $end and not the_broken
