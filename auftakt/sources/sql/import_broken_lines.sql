-- gives: errors             lines of a JSON Lines file that are no JSON objects
-- reads: file_rows
-- needs: nothing
select auftakt_row as "row", null as "column", 'not_an_object' as reason, auftakt_broken as "text"
from file_rows
where auftakt_broken is not null
order by auftakt_row
