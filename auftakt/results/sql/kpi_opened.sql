-- gives: facts    people who opened a mail
-- reads: touches
-- needs: nothing
select campaign_id, channel, happened_at, person_id as key, 1 as amount
from touches
where name = 'Email Opened'
