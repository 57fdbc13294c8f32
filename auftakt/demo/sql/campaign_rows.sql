-- gives: who received which of the retailer's own campaigns, as a campaign tool would export it
-- reads: campaigns, campaign_descriptions
-- needs: $moved_days
select
    'household-' || campaigns.household_id || '@example.com' as email,
    'retail_' || lpad(campaigns.campaign_id::varchar, 2, '0') as campaign_id,
    campaign_descriptions.campaign_type,
    campaign_descriptions.start_date::timestamp + to_days($moved_days::integer) as sent_at
from campaigns
join campaign_descriptions on campaign_descriptions.campaign_id = campaigns.campaign_id
order by sent_at, campaign_id, email
