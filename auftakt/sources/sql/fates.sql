-- gives: fates              what becomes of each line: quarantined, suppressed, duplicate or stored
-- reads: arrived, repeats, suppressed, plan_held
-- needs: nothing
create or replace temp table fates as
select
    arrived.log_offset,
    arrived.source_id,
    case
        when arrived.k = 'q' then 'quarantined'
        when suppressed.log_offset is not null then 'suppressed'
        when repeats.log_offset is not null then 'duplicate'
        when plan_held.log_offset is not null then 'quarantined'
        else 'stored'
    end as fate
from arrived
left join suppressed on suppressed.log_offset = arrived.log_offset
left join repeats on repeats.log_offset = arrived.log_offset
left join plan_held on plan_held.log_offset = arrived.log_offset
