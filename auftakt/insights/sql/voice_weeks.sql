-- gives: weeks               how many sentences of each feeling, by the Monday (of the hub) with which the week began
-- reads: voice, events
-- needs: $since, $until, $topic, $shift (minutes of the hub's time of day ahead of UTC)
select
    cast(date_trunc('week', voice.happened_at + to_minutes($shift)) as date) as week,
    count(*) filter (where feeling = 'positive') as positive,
    count(*) filter (where feeling = 'negative') as negative,
    count(*) filter (where feeling = 'neutral') as neutral
from voice join events using (log_offset)
where voice.happened_at >= $since and voice.happened_at < $until
    and (cast($topic as varchar) is null or list_contains(string_split(topics, '|'), $topic))
group by week
order by week
