-- gives: events that a rehearsal needs, each with its person; where only the last one matters, the first and the last of a stretch
-- reads: events, identifiers
-- needs: $until
-- slots: looked_at, one_by_one, stretch_days, properties_read
with needed as (
    select e.log_offset, i.person_id, e.name, e.happened_at, one_by_one as needed_itself, stretch_days::bigint as days
    from events e
    join identifiers i on i.ident_key = e.ident_key
    where e.happened_at <= $until and e.bot is not true and looked_at
), chosen as (
    select log_offset from needed where needed_itself
    union all
    select unnest([arg_min(log_offset, happened_at), arg_max(log_offset, happened_at)])
    from needed
    where not needed_itself
    group by person_id, name, epoch_us(happened_at) // (86400000000 * days)
)
select e.log_offset, i.person_id, e.source_id, e.log_offset::varchar as message_id, e.type, e.name, e.happened_at, e.received_at,
    e.revenue::varchar as revenue, e.order_id, e.campaign_id, e.send_id, e.category, properties_read as properties
from events e
join identifiers i on i.ident_key = e.ident_key
where e.log_offset in (select log_offset from chosen)
