-- gives: facts    revenue of the events that meet the goal of a campaign
-- reads: after_reach
-- needs: $goals (a list of {campaign_id, event, within_days})
-- slots: goal_matches (the filters of each goal)
with goals as (
    select unnest(cast($goals as struct(campaign_id varchar, event varchar, within_days integer)[]), recursive := true)
)

select event.reached_by as campaign_id, event.channel, event.happened_at, event.event_key as key, coalesce(event.revenue, 0) as amount
from after_reach as event
join goals as goal on goal.campaign_id = event.reached_by and goal.event = event.name
where event.happened_at < event.reached_at + to_days(goal.within_days) and goal_matches
