-- gives: lines              whole rows of the file
-- reads: file_rows
-- needs: nothing
select count(*) as lines
from file_rows
