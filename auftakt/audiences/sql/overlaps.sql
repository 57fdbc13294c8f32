-- gives: audiences that the matching people are in, those that share the most first
-- reads: matching_people, memberships, audience_runs
-- needs: $most
with shared as (
    select audience_id, count(*) as both
    from memberships
    where person_id in (select person_id from matching_people)
    group by audience_id
)
select shared.audience_id, shared.both, audience_runs.size
from shared join audience_runs on audience_runs.audience_id = shared.audience_id
order by shared.both desc, shared.audience_id
limit $most
