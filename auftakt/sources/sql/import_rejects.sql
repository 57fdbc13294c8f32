-- gives: errors             one per row that is not a whole row
-- reads: reject_errors
-- needs: $header (1 where the file's first line is a header, else 0)
select line - $header as "row", arg_min(column_name, column_idx) as "column", min(error_type) as reason,
    substr(any_value(csv_line), 1, 500) as "text"
from reject_errors
group by line
order by line
