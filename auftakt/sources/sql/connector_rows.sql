-- gives: file_rows          fetched rows in their order, each with its hash
-- reads: nothing
-- needs: $path
create or replace table file_rows as
select
    row_number() over () as auftakt_row, "hash" as auftakt_hash, cast(line as json) as auftakt_line,
    cast(null as varchar) as auftakt_broken
from read_csv(
    $path, columns = {hash: 'VARCHAR', line: 'VARCHAR'}, delim = chr(1), quote = '', escape = '', header = false,
    auto_detect = false, max_line_size = 16777216
)
