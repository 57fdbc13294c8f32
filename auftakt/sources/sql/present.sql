-- gives: offsets            the lines from $first up to $end that could be read
-- reads: arrived
-- needs: $first, $end
select log_offset
from arrived
where log_offset >= $first and log_offset < $end
