-- gives: what people bought before a moment, a row a person and item: the item, its name where one is told, when last
-- reads: events, identifiers
-- needs: $events, $path, $name, $category, $since, $until, $person_id (null in $since: for ever; in $person_id: everybody)
-- slots: wanted
with bought as (
    select
        identifiers.person_id, events.happened_at, events.category,
        unnest(
            case
                when json_array_length(events.properties, '$.products') > 0
                    then json_extract(events.properties, '$.products[*]')
                else [events.properties]
            end
        ) as line
    from events join identifiers on identifiers.ident_key = events.ident_key
    where list_contains($events, events.name) and wanted and events.happened_at < $until
        and (cast($since as timestamp) is null or events.happened_at >= $since) and events.bot is not true
        and (cast($person_id as bigint) is null or identifiers.person_id = $person_id)
),
items as (
    select
        person_id, happened_at, coalesce(json_extract_string(line, $path), case when $category then category end) as item,
        json_extract_string(line, $name) as name
    from bought
)
select person_id, item, coalesce(max(name), item) as name, max(happened_at) as latest
from items
where item is not null and item <> ''
group by person_id, item
order by person_id, item
