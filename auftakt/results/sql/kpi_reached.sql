-- gives: facts    people to whom a mail was handed over and accepted, or who received an imported campaign
-- reads: touches
-- needs: nothing
select campaign_id, channel, happened_at, person_id as key, 1 as amount
from touches
where name in ('Email Sent', 'Campaign Received')
