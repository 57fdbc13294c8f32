-- gives: keys               the keys of the first objects of a JSON Lines file
-- reads: file_rows
-- needs: nothing
select distinct unnest(json_keys(auftakt_line)) as key
from (select auftakt_line from file_rows where auftakt_line is not null order by auftakt_row limit 20)
order by key
