-- gives: again_chosen       of the arrived lines those that the replay looks at, and whether the hub keeps them as events
-- reads: arrived, again_known (arrays handed in by the caller)
-- needs: $since, $until, $happened, $sources, $names
create or replace temp table again_chosen as
with timed as (
    select log_offset, source_id, name, case when $happened then happened_at else received_at end as moment
    from arrived
    where k = 'e'
)
select timed.log_offset, known.stored
from timed join again_known as known on known.log_offset = timed.log_offset
where (cast($since as timestamp) is null or moment >= $since)
    and (cast($until as timestamp) is null or moment < $until)
    and (len(cast($sources as varchar[])) = 0 or list_contains(cast($sources as varchar[]), timed.source_id))
    and (len(cast($names as varchar[])) = 0 or list_contains(cast($names as varchar[]), timed.name))
