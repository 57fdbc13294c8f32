-- gives: what is known of people at a moment and was before it (a row a figure: person, place of the figure, value). Of
--        each person the twelve figures of all that they did, three of each event in $names, and a trait each of
--        $numbers and $texts; a text's value is its place in $levels, 0 where it is none of them
-- reads: events, identifiers, trait_facts
-- needs: $events, $names, $among, $numbers, $texts, $levels, $since, $until, $shift, $person_id, $part, $parts
-- slots: wanted
with owned as (
    select ident_key, person_id
    from identifiers
    where (cast($person_id as bigint) is null or person_id = $person_id) and person_id % $parts = $part
),
did as (
    select
        owned.person_id, (epoch(cast($until as timestamp)) - epoch(events.happened_at)) / 86400 as ago,
        cast(events.happened_at + to_minutes($shift) as date) as day, cast(coalesce(events.revenue, 0) as double) as worth,
        coalesce(list_position($names, events.name), 0) as place,
        list_contains($events, events.name) and wanted as target,
        list_contains($among, events.name) and events.happened_at >= $since as among
    from events join owned on owned.ident_key = events.ident_key
    where events.happened_at < $until and events.bot is not true
),
summed as (
    select
        person_id, bool_or(among) as among,
        [
            max(ago), min(ago), count(*) filter (where ago <= 7), count(*) filter (where ago <= 90),
            count(*) filter (where ago <= 365), count(distinct day) filter (where ago <= 90),
            count(*) filter (where target), count(*) filter (where target and ago <= 90), min(ago) filter (where target),
            (max(ago) filter (where target) - min(ago) filter (where target))
                / nullif(count(distinct day) filter (where target) - 1, 0),
            sum(worth) filter (where ago <= 365), sum(worth)
        ] as figures
    from did
    group by person_id
),
chosen as (
    select person_id, figures from summed where len($among) = 0 or among
),
named as (
    select
        person_id, place,
        [count(*) filter (where ago <= 30), count(*) filter (where ago <= 365), min(ago)] as figures
    from did
    where place > 0
    group by person_id, place
),
told as (
    select owned.person_id, trait_facts.name, trait_facts.value ->> '$' as text
    from trait_facts join owned on owned.ident_key = trait_facts.ident_key
    where trait_facts.set_at < $until
        and (list_contains($numbers, trait_facts.name) or list_contains($texts, trait_facts.name))
    qualify row_number() over (
        partition by owned.person_id, trait_facts.name order by trait_facts.set_at desc, trait_facts.log_offset desc
    ) = 1
),
cells as (
    select person_id, unnest(range(12)) as place, unnest(figures) as value from chosen
    union all
    select person_id, 12 + (place - 1) * 3 + unnest(range(3)), unnest(figures) from named
    union all
    select person_id, 12 + len($names) * 3 + list_position($numbers, name) - 1, try_cast(text as double)
    from told
    where list_contains($numbers, name)
    union all
    select
        person_id, 12 + len($names) * 3 + len($numbers) + list_position($texts, name) - 1,
        coalesce(list_position(list_extract($levels, list_position($texts, name)), text), 0)
    from told
    where text is not null and list_contains($texts, name)
)
select person_id, cast(place as integer) as place, cast(value as double) as value
from cells
where value is not null and person_id in (select person_id from chosen)
