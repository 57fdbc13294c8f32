-- gives: file_rows          the lines of a JSON Lines file in their order; null where a line is no JSON object
-- reads: nothing
-- needs: $path
create or replace table file_rows as
select
    row_number() over () as auftakt_row,
    case when json_type(try_cast(line as json)) = 'OBJECT' then cast(line as json) end as auftakt_line,
    case when json_type(try_cast(line as json)) is distinct from 'OBJECT' then substr(line, 1, 500) end as auftakt_broken
from read_csv(
    $path, columns = {line: 'VARCHAR'}, delim = chr(1), quote = '', escape = '', header = false, auto_detect = false,
    ignore_errors = true, store_rejects = true, rejects_limit = 100000, max_line_size = 16777216
)
where length(trim(line)) > 0
