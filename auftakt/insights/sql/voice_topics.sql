-- gives: topics              how many sentences of each feeling, in this stretch and in the one before of the same length
-- reads: voice, events
-- needs: $since, $before, $until
with said as (
    select unnest(string_split(topics, '|')) as topic, voice.feeling, voice.score, voice.happened_at >= $since as now
    from voice join events using (log_offset)
    where voice.happened_at >= $before and voice.happened_at < $until and topics <> ''
)
select
    topic,
    count(*) filter (where now and feeling = 'positive') as positive,
    count(*) filter (where now and feeling = 'negative') as negative,
    count(*) filter (where now and feeling = 'neutral') as neutral,
    count(*) filter (where not now and feeling = 'positive') as positive_before,
    count(*) filter (where not now and feeling = 'negative') as negative_before
from said
group by topic
having count(*) filter (where now) > 0
order by negative desc, positive desc, topic
