-- gives: seen               events since $since with the kinds of their properties, and traits, in the latest $sample of each
-- reads: events
-- needs: $since, $sample, $own, $time, $most (sources that are the hub's own; the form of a time; how many events)
with named as (
    select type, name
    from events
    where happened_at >= $since and not list_contains($own, source_id) and type in ('track', 'page', 'screen', 'group')
    group by type, name
    order by count(*) desc, type, name
    limit $most
),
latest as (
    select
        events.type, events.name, events.properties, events.traits,
        row_number() over (partition by events.type, events.name order by events.log_offset desc) as place_no
    from events
    where events.happened_at >= $since and not list_contains($own, events.source_id)
    qualify place_no <= $sample
),
sampled as (
    select type, name, properties, traits, count(*) over (partition by type, name) as events
    from latest
),
told as (
    select
        'properties' as place, type, name, events, properties as document, unnest(json_keys(properties)) as key
    from sampled
    where properties is not null
    union all
    select 'traits', '', '', count(*) over (), traits, unnest(json_keys(traits))
    from sampled
    where traits is not null
),
kinds as (
    select
        place, type, name, events, key, json_type(document, '$."' || key || '"') as kind,
        json_extract_string(document, '$."' || key || '"') as value
    from told
    where key != '' and not regexp_matches(key, '["\\\x00-\x1f]') and len(key) <= 200
),
judged as (
    select
        place, type, name, key, any_value(events) as events, count(*) as found,
        case
            when bool_and(kind in ('BIGINT', 'UBIGINT')) then 'integer'
            when bool_and(kind in ('BIGINT', 'UBIGINT', 'DOUBLE')) then 'number'
            when bool_and(kind = 'VARCHAR' and regexp_full_match(value, $time)) then 'time'
            when bool_and(kind = 'VARCHAR') then 'text'
            when bool_and(kind = 'BOOLEAN') then 'boolean'
            when bool_and(kind = 'ARRAY') then 'list'
            when bool_and(kind = 'OBJECT') then 'object'
            else 'any'
        end as wanted
    from kinds
    where kind != 'NULL'
    group by place, type, name, key
)
select place, type, name, key, wanted, found, events
from judged
union all
select 'event', type, name, '', '', 0, 0
from named
order by place, name, type, found desc, key
