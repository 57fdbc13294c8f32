-- gives: lines              how many lines of the batch could be read
-- reads: arrived
-- needs: nothing
select count(*) as lines
from arrived
