-- gives: lines              of a stretch of the log that the hub keeps: as events, or held back and still open
-- reads: events, quarantine
-- needs: $first, $end
select log_offset, true as stored from events where log_offset >= $first and log_offset < $end
union all
select log_offset, false as stored
from quarantine
where log_offset >= $first and log_offset < $end and state = 'open' and starts_with(reason, 'plan_')
    -- The same event came again and was stored: what is held is no event of its own any more.
    and md5_number(source_id || chr(31) || json_extract_string(raw, '$.messageId')) not in (select event_key from events)
