-- gives: keys               of stored events from offset $first up to $until, in two halves
-- reads: events
-- needs: $first, $until
select log_offset, (event_key >> 64)::ubigint as high, (event_key & 18446744073709551615)::ubigint as low
from events
where log_offset >= $first and log_offset < $until
