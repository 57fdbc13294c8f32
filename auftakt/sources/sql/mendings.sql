-- gives: mendings           what lines of this batch do to the quarantine: take the place of a row (of), or dismiss rows
-- reads: arrived
-- needs: nothing
create or replace temp table mendings as
select
    log_offset, source_id, cast(json_extract(mending, '$.of') as bigint) as quarantined,
    coalesce(cast(json_extract(mending, '$.part') as integer), 0) as part,
    json_extract_string(mending, '$.by') as mended_by,
    cast(json_extract(mending, '$.dismisses') as bigint[]) as dismisses
from arrived
where k = 'e' and mending is not null
