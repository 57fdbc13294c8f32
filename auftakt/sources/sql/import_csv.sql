-- gives: file_rows          the rows of a CSV in their order, all as text; broken ones are in reject_errors
-- reads: nothing
-- needs: $path, $delimiter, $columns
create or replace table file_rows as
select row_number() over () as auftakt_row, *
from read_csv(
    $path, delim = $delimiter, quote = '"', escape = '"', header = true, columns = $columns, auto_detect = false,
    ignore_errors = true, store_rejects = true, rejects_limit = 100000, max_line_size = 16777216
)
