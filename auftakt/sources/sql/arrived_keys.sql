-- gives: keys               of the events of this batch, in two halves
-- reads: arrived
-- needs: nothing
select log_offset, (event_key >> 64)::ubigint as high, (event_key & 18446744073709551615)::ubigint as low
from arrived
where k = 'e'
