-- gives: seen               properties of events, in how many of the latest $sample of each name, when last and where from
-- reads: events
-- needs: $own, $sample, $recent, $rare (sources that are the hub's own; how many of each name; from which place of the log
--   on it is looked for events, but for the rare names, which may stand anywhere)
with wanted as (
    select log_offset, name
    from events
    where log_offset > $recent and type in ('track', 'page', 'screen', 'group') and name != ''
        and not list_contains($own, source_id)
    union all
    select log_offset, name
    from events
    where log_offset <= $recent and name in (select unnest($rare)) and type in ('track', 'page', 'screen', 'group')
        and not list_contains($own, source_id)
),
chosen as (
    -- Their offsets first: sorting whole properties costs more than twice as much.
    select name, unnest(max(log_offset, $sample)) as log_offset
    from wanted
    group by name
),
latest as (
    select chosen.name, events.happened_at, events.source_id, events.properties
    from chosen
    join events on events.log_offset = chosen.log_offset and events.name = chosen.name
),
sizes as (
    select name, count(*)::bigint as sampled
    from latest
    group by name
),
told as (
    select name, happened_at, source_id, properties, unnest(json_keys(properties)) as key
    from latest
    where json_type(properties) = 'OBJECT'
)
select
    told.name as event, told.key as name, count(*)::bigint as found, any_value(sizes.sampled) as sampled,
    max(told.happened_at) as last_at, list(distinct told.source_id) as sources
from told
join sizes on sizes.name = told.name
where told.key != '' and not regexp_matches(told.key, '["\\\x00-\x1f]') and len(told.key) <= 200
group by told.name, told.key
qualify row_number() over (partition by told.name order by found desc, told.key) <= 300
order by any_value(sizes.sampled) desc, told.name, found desc, told.key
