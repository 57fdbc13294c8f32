-- gives: quarantine         the rows that this batch mends, as mended; dismissed where nothing of the person is collected
-- reads: mendings, arrived, fates
-- needs: $now
update quarantine
set
    state = if(closed.taken, 'mended', 'dismissed'), note = if(closed.taken, null, 'suppressed'),
    mended_as = if(closed.taken, closed.message_id, null), name = coalesce(quarantine.name, closed.name),
    changed_at = $now, changed_by = closed.mended_by
from (
    select
        mendings.quarantined, bool_or(fates.fate != 'suppressed') as taken,
        arg_min(arrived.message_id, arrived.log_offset) as message_id,
        arg_min(arrived.name, arrived.log_offset) as name,
        arg_min(mendings.mended_by, arrived.log_offset) as mended_by
    from mendings
    join arrived on arrived.log_offset = mendings.log_offset
    join fates on fates.log_offset = mendings.log_offset
    where mendings.quarantined is not null
    group by mendings.quarantined
) as closed
where closed.quarantined = quarantine.log_offset and quarantine.state != 'mended'
