-- gives: what people got and answered before a moment, a row a person and channel; a channel is the first word of the
--        events of its replies and of its sends ("Email Sent", "SMS Sent")
-- reads: events, identifiers
-- needs: $events, $until, $person_id (null for everybody)
with told as (
    select
        identifiers.person_id, split_part(events.name, ' ', 1) as channel,
        list_contains($events, events.name) as answer
    from events join identifiers on identifiers.ident_key = events.ident_key
    where (list_contains($events, events.name) or events.name like '% Sent') and events.happened_at < $until
        and events.bot is not true and (cast($person_id as bigint) is null or identifiers.person_id = $person_id)
)
select
    person_id, channel, cast(count(*) filter (where not answer) as double) as sent,
    cast(count(*) filter (where answer) as double) as answered
from told
group by person_id, channel
order by person_id, channel
