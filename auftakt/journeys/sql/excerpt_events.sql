-- gives: events that a rehearsal needs, with their person and the batch that sees them; where only the last matters, one a batch
-- reads: events, identifiers
-- needs: $until, $ticks
-- slots: looked_at, one_by_one, properties_read
with ticks as (
    select unnest($ticks::timestamp[]) as tick
), needed as (
    select e.log_offset, i.person_id, e.source_id, e.message_id, e.type, e.name, e.happened_at, e.received_at,
        e.revenue::varchar as revenue, e.order_id, e.campaign_id, e.send_id, properties_read as properties,
        one_by_one as needed_itself
    from events e
    join identifiers i on i.ident_key = e.ident_key
    where e.happened_at <= $until and looked_at
), ranked as (
    select n.*, t.tick, row_number() over (
        partition by n.person_id, n.name, t.tick, n.needed_itself order by n.happened_at desc, n.log_offset desc
    ) as nth
    from needed n
    asof join ticks t on n.happened_at <= t.tick
)
select * exclude (needed_itself, nth)
from ranked
where needed_itself or nth = 1
order by tick, happened_at, log_offset
