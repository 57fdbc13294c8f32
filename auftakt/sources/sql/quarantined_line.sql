-- gives: quarantine         one line of the quarantine, or none
-- reads: quarantine
-- needs: $log_offset
select
    log_offset, received_at, source_id, reason, raw, state,
    coalesce(name, if(json_valid(raw), json_extract_string(raw, '$.event'), null)) as name,
    detail, kind, dialect, sent_at, context, changed_at, changed_by, note, mended_as
from quarantine
where log_offset = $log_offset
