-- gives: totals              texts, people and sentences of each feeling
-- reads: voice, events, identifiers
-- needs: $since, $until
select
    count(distinct voice.log_offset) as texts, count(distinct identifiers.person_id) as people,
    count(*) filter (where feeling = 'positive') as positive,
    count(*) filter (where feeling = 'negative') as negative,
    count(*) filter (where feeling = 'neutral') as neutral
from voice join events using (log_offset) left join identifiers on identifiers.ident_key = voice.ident_key
where voice.happened_at >= $since and voice.happened_at < $until
