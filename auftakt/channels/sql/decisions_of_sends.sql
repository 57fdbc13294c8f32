-- gives: the decisions to send that have these ids
-- reads: sends
-- needs: $send_ids
select send_id, campaign_id, version, step_id, person_id, channel, variant_id, language, address, decision, reason,
    decided_at, approval_id
from sends
where decision = 'reserved' and send_id in (select unnest($send_ids))
order by send_id
