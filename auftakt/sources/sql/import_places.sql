-- gives: file_rows          the same rows, numbered as they stand in the file, now that the broken ones between are known
-- reads: file_rows, reject_errors
-- needs: $header (1 where the file's first line is a header, else 0)
create or replace table file_rows as
with broken as (
    select line - $header as "row", row_number() over (order by line) as before
    from (select distinct line from reject_errors)
),
shifts as (
    -- The first whole row that stands behind a number of broken ones.
    select "row" - before + 1 as first_row, max(before) as shift
    from broken
    group by "row" - before + 1
)
select file_rows.auftakt_row + coalesce(shifts.shift, 0) as auftakt_row, file_rows.* exclude (auftakt_row)
from file_rows
asof left join shifts on file_rows.auftakt_row >= shifts.first_row
