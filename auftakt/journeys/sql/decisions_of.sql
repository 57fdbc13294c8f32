-- gives: decided messages, the newest first
-- reads: sends, merges
-- needs: $person_id, $campaign_id, $decision, $send_id, $after_at, $after_id, $most (each but the last may be null)
-- slots: nothing
with recursive same_person as (
    select $person_id::bigint as person_id
    union
    select m.from_person from merges m join same_person p on m.into_person = p.person_id
)
select send_id, campaign_id, version, step_id, person_id, channel, variant_id, language, address, decision, reason, decided_at,
    approval_id
from sends
where ($person_id::bigint is null or person_id in (select person_id from same_person))
    and ($campaign_id::varchar is null or campaign_id = $campaign_id)
    and ($decision::varchar is null or decision = $decision)
    and ($send_id::varchar is null or send_id = $send_id)
    and ($after_at::timestamp is null or decided_at < $after_at or (decided_at = $after_at and send_id < $after_id))
order by decided_at desc, send_id desc, decision
limit $most
