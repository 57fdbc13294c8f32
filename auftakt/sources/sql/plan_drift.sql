-- gives: drift              properties of each event in the last 7 days and in the 28 before, by kind, in the latest $sample
-- reads: events
-- needs: $now, $sample, $own, $most (sources that are the hub's own; how many events)
with windowed as (
    select type, name, log_offset, if(happened_at > $now - to_days(7), 'after', 'before') as span
    from events
    where happened_at > $now - to_days(35) and happened_at <= $now and not list_contains($own, source_id)
        and type in ('track', 'page', 'screen', 'group')
),
named as (
    select type, name
    from windowed
    group by type, name
    order by count(*) desc, type, name
    limit $most
),
chosen as (
    -- Their offsets first: sorting whole properties costs more than twice as much.
    select windowed.type, windowed.name, windowed.span, unnest(max(windowed.log_offset, $sample)) as log_offset
    from windowed
    join named on named.type = windowed.type and named.name = windowed.name
    group by windowed.type, windowed.name, windowed.span
),
latest as (
    select chosen.type, chosen.name, chosen.span, events.properties
    from chosen
    join events on events.log_offset = chosen.log_offset
),
sizes as (
    select type, name, span, count(*)::bigint as events
    from latest
    group by type, name, span
),
told as (
    select type, name, span, properties, unnest(json_keys(properties)) as key
    from latest
    where properties is not null
),
kinds as (
    select
        type, name, span, key,
        case json_type(properties, '$."' || key || '"')
            when 'BIGINT' then 'number' when 'UBIGINT' then 'number' when 'DOUBLE' then 'number' when 'VARCHAR' then 'text'
            when 'BOOLEAN' then 'boolean' when 'ARRAY' then 'list' when 'OBJECT' then 'object'
        end as kind
    from told
    where key != '' and not regexp_matches(key, '["\\\x00-\x1f]') and len(key) <= 200
)
select kinds.type, kinds.name, kinds.key, kinds.span, kinds.kind, count(*)::bigint as found
from kinds
where kind is not null
group by all
union all
select type, name, '', span, '', events
from sizes
order by 1, 2, 3, 4, 5
