-- gives: for each day on which an audience moved: who came in and who left (days by a shift of minutes from UTC)
-- reads: membership_changes
-- needs: $audience_id, $shift
select
    cast(changed_at + to_minutes($shift) as date) as day, count(*) filter (where entered) as entered,
    count(*) filter (where not entered) as gone
from membership_changes
where audience_id = $audience_id
group by day
order by day
