-- gives: how often each way was taken
-- reads: transitions
-- needs: $journey_id
-- slots: nothing
select from_step as start, to_step as "end", reason, case when reason = 'arm' then detail end as detail, count(*) as count
from transitions
where journey_id = $journey_id
group by all
order by start nulls first, "end" nulls last, reason, detail
