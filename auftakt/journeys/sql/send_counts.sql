-- gives: how many messages were sent at each step, and not sent by reason
-- reads: sends
-- needs: $journey_id
-- slots: nothing
select step_id, reason, count(*) as messages
from sends
where journey_id = $journey_id
group by all
order by step_id, messages desc, reason
