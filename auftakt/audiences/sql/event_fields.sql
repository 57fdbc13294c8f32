-- gives: events that happened, the commonest first, with properties of the latest few of each
-- reads: events
-- needs: nothing
with counts as (
    select name, count(*) as happened, max(log_offset) as last_offset from events group by name
),
recent as (
    select events.name, unnest(json_keys(events.properties)) as property
    from events join counts on counts.name = events.name
    where events.log_offset > counts.last_offset - 300 and json_type(events.properties) = 'OBJECT'
),
known as (
    select name, list(distinct property order by property) as properties from recent group by name
)
select counts.name, counts.happened as count, coalesce(known.properties, []) as properties
from counts left join known on known.name = counts.name
order by counts.happened desc, counts.name
limit 500
