-- gives: cells        a KPI in total, by campaign, by channel and by both; each with and without its days
-- reads: facts        one row per thing that counts: campaign_id, channel, happened_at, key, amount
-- needs: $goals, $since, $until
-- slots: facts (the statement of the KPI)
with campaigns as (
    select unnest(cast($goals as struct(campaign_id varchar, event varchar, within_days integer)[]), recursive := true)
),

-- What a KPI's statement has to give, by name.
shape as (
    select
        cast(null as varchar) as campaign_id,
        cast(null as varchar) as channel,
        cast(null as timestamp) as happened_at,
        cast(null as varchar) as key,
        cast(null as decimal(18, 4)) as amount
    where false
),

counted as (
    select campaign_id, channel, cast(happened_at as date) as day, key, amount
    from (select * from shape union all by name select * from facts)
    where happened_at >= $since and happened_at < $until
      and campaign_id in (select campaigns.campaign_id from campaigns)
),

-- What counts twice in one cell (a person in two campaigns, an order credited to both) is taken once, on its first day.
once as (
    select
        grouping(campaign_id) = 0 as by_campaign,
        grouping(channel) = 0 as by_channel,
        campaign_id,
        channel,
        min(day) as day,
        max(amount) as amount
    from counted
    group by grouping sets ((key), (campaign_id, key), (channel, key), (campaign_id, channel, key))
)

select
    by_campaign,
    by_channel,
    campaign_id,
    channel,
    grouping(day) = 0 as by_day,
    day,
    sum(amount) as value
from once
group by grouping sets (
    (by_campaign, by_channel, campaign_id, channel), (by_campaign, by_channel, campaign_id, channel, day)
)
order by by_campaign, by_channel, campaign_id, channel, by_day, day
