-- gives: quarantine         one line of the quarantine, or none
-- reads: quarantine
-- needs: $log_offset
select
    log_offset, received_at, source_id, reason, raw, state,
    coalesce(name, if(json_valid(raw), json_extract_string(raw, '$.event'), null)) as name,
    detail
from quarantine
where log_offset = $log_offset
