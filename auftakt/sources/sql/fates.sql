-- gives: fates              what becomes of each line: quarantined, suppressed, duplicate or stored
-- reads: arrived, repeated, known, suppressed
-- needs: nothing
create or replace temp table fates as
select
    arrived.log_offset,
    arrived.source_id,
    case
        when arrived.k = 'q' then 'quarantined'
        when suppressed.log_offset is not null then 'suppressed'
        when known.event_key is not null or arrived.log_offset > repeated.first_offset then 'duplicate'
        else 'stored'
    end as fate
from arrived
left join suppressed on suppressed.log_offset = arrived.log_offset
left join known on known.event_key = arrived.event_key
left join repeated on repeated.event_key = arrived.event_key
