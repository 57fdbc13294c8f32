-- gives: what a person did, the latest first, after a place in that order
-- reads: events, identifiers
-- needs: $person_id, $name, $before, $before_offset, $most
select
    log_offset, happened_at as at, type, name, source_id as source, cast(properties as varchar) as properties, revenue, order_id,
    coalesce(properties ->> '$.played', 'false') = 'true' as played
from events
where ident_key in (select ident_key from identifiers where person_id = $person_id)
    and (cast($name as varchar) is null or name = $name)
    and (
        cast($before as timestamp) is null
        or happened_at < $before
        or (happened_at = $before and log_offset < $before_offset)
    )
order by happened_at desc, log_offset desc
limit $most
