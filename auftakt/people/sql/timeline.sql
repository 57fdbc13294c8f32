-- gives: what a person did, the latest first, after a place in that order
-- reads: events, identifiers
-- needs: $person_id, $name, $type, $source_id, $since, $until, $text, $before, $before_offset, $most
select
    log_offset, happened_at as at, type, name, source_id as source, cast(properties as varchar) as properties, revenue, order_id,
    coalesce(properties ->> '$.played', 'false') = 'true' as played
from events
where ident_key in (select ident_key from identifiers where person_id = $person_id)
    and (cast($name as varchar) is null or name = $name)
    and (cast($type as varchar) is null or type = $type)
    and (cast($source_id as varchar) is null or source_id = $source_id)
    and (cast($since as timestamp) is null or happened_at >= $since)
    and (cast($until as timestamp) is null or happened_at < $until)
    and (
        cast($text as varchar) is null
        or contains(lower(name), $text)
        or contains(lower(cast(properties as varchar)), $text)
    )
    and (
        cast($before as timestamp) is null
        or happened_at < $before
        or (happened_at = $before and log_offset < $before_offset)
    )
order by happened_at desc, log_offset desc
limit $most
