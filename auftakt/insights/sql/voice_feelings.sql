-- gives: voice_feelings      (temp; of each person the mean of what they judged since a moment, from -1 to 1)
-- reads: voice, events, identifiers
-- needs: $since
create or replace temp table voice_feelings as
select identifiers.person_id, 'feeling' as name, cast(round(avg(voice.score), 2) as varchar) as text
from voice
join events using (log_offset)
join identifiers on identifiers.ident_key = voice.ident_key
where voice.happened_at >= $since and voice.feeling <> 'neutral'
group by identifiers.person_id
