-- gives: decided messages by month and reason
-- reads: sends
-- needs: nothing
-- slots: nothing
select strftime(decided_at, '%Y-%m') as month, reason, count(*) as messages
from sends
group by all
order by month, reason
