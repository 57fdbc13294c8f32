-- gives: the retailer's campaigns with their dates and how many received and redeemed
-- reads: campaign_descriptions, campaigns, coupon_redemptions
-- needs: $moved_days
select
    'retail_' || lpad(described.campaign_id::varchar, 2, '0') as campaign_id,
    described.campaign_type as kind,
    (described.start_date::timestamp + to_days($moved_days::integer))::date as starts_on,
    (described.end_date::timestamp + to_days($moved_days::integer))::date as ends_on,
    (select count(*) from campaigns where campaigns.campaign_id = described.campaign_id) as received,
    (select count(*) from coupon_redemptions where coupon_redemptions.campaign_id = described.campaign_id) as redeemed
from campaign_descriptions as described
order by described.campaign_id
