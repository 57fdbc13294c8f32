-- gives: rows in sends; being held for the night is told once a message
-- reads: journey_decisions
-- needs: $now
-- slots: nothing
insert into sends
select send_id, journey_id, journey_id, version, step_id, person_id, channel, variant_id, language, address,
    case when reason = 'sent_ok' then 'reserved' else 'not_sent' end, reason, $now::timestamp, approval_id
from journey_decisions
where not (reason = 'quiet_hours' and was_held)
