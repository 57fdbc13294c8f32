-- gives: moves of one person, the oldest first
-- reads: transitions, merges
-- needs: $person_id, $campaign_id, $most
-- slots: nothing
with recursive same_person as (
    select $person_id::bigint as person_id
    union
    select m.from_person from merges m join same_person p on m.into_person = p.person_id
)
select journey_id, version, entry_key, moved_at as at, from_step, to_step, reason, detail
from transitions
where person_id in (select person_id from same_person) and ($campaign_id::varchar is null or journey_id = $campaign_id)
order by moved_at, rowid
limit $most
