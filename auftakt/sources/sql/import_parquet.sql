-- gives: file_rows          the rows of a Parquet file in their order, with the file's own types
-- reads: nothing
-- needs: $path
create or replace table file_rows as
select file_row_number + 1 as auftakt_row, * exclude (file_row_number)
from read_parquet($path, file_row_number = true)
