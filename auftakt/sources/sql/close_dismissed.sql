-- gives: quarantine         the rows that this batch dismisses, with the reason that somebody gave
-- reads: mendings, arrived
-- needs: $now
update quarantine
set state = 'dismissed', note = closed.note, changed_at = $now, changed_by = closed.mended_by
from (
    select
        unnest(mendings.dismisses) as quarantined, mendings.mended_by,
        json_extract_string(arrived.properties, '$.reason') as note
    from mendings
    join arrived on arrived.log_offset = mendings.log_offset
    where mendings.dismisses is not null
) as closed
where closed.quarantined = quarantine.log_offset and quarantine.state = 'open'
