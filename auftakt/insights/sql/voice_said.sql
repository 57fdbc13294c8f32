-- gives: sentences           as they were written, the latest first, after a place in that order
-- reads: voice, events, identifiers
-- needs: $since, $until, $topic, $feeling, $event, $person_id, $text, $before, $before_offset, $before_place, $most
with said as (
    select
        voice.log_offset, voice.place, identifiers.person_id, voice.happened_at, events.name as event,
        events.source_id as source, voice.language, voice.score, voice.feeling,
        if(voice.words = '', [], string_split(voice.words, '|')) as words,
        if(voice.topics = '', [], string_split(voice.topics, '|')) as topics,
        substring(
            json_extract_string(events.properties, '$."' || voice.field || '"'), voice.start + 1, voice.length
        ) as sentence
    from voice
    join events using (log_offset)
    left join identifiers on identifiers.ident_key = voice.ident_key
    where voice.happened_at >= $since and voice.happened_at < $until
        and (cast($topic as varchar) is null or list_contains(string_split(voice.topics, '|'), $topic))
        and (cast($feeling as varchar) is null or voice.feeling = $feeling)
        and (cast($event as varchar) is null or events.name = $event)
        and (cast($person_id as bigint) is null or identifiers.person_id = $person_id)
)
select * exclude (happened_at), happened_at as at from said
where sentence is not null
    and (cast($text as varchar) is null or contains(lower(sentence), $text))
    and (
        cast($before as timestamp) is null or happened_at < $before
        or (happened_at = $before and (log_offset < $before_offset or (log_offset = $before_offset and place > $before_place)))
    )
order by happened_at desc, log_offset desc, place
limit $most
