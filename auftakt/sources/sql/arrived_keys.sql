-- gives: keys               of the events of this batch, in two halves, and whether the tracking plan holds them back
-- reads: arrived, plan_held
-- needs: nothing
select
    log_offset, log_offset in (select log_offset from plan_held) as held, (event_key >> 64)::ubigint as high,
    (event_key & 18446744073709551615)::ubigint as low
from arrived
where k = 'e'
