-- gives: errors             rows of this chunk that gave an event that can't be taken
-- reads: drafts
-- needs: nothing
select file_row as "row", arg_min(problem_column, number) as "column", arg_min(problem, number) as reason,
    arg_min(problem_text, number) as "text"
from drafts
where problem is not null
group by file_row
order by file_row
