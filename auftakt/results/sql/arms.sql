-- gives: arms    people per arm, and how many of them came in the last week
-- reads: assignments
-- needs: $campaign_id, $now
with assigned as (
    select person_id, min_by(arm, (assigned_at, arm)) as arm, min(assigned_at) as assigned_at
    from assignments
    where campaign_id = $campaign_id and assigned_at <= $now
    group by person_id
)

select
    arm,
    count(*) as people,
    min(assigned_at) as first_at,
    count_if(assigned_at > cast($now as timestamp) - to_days(7)) as last_week
from assigned
group by arm
order by arm
