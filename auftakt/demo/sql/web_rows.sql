-- gives: coupons as they were redeemed, seen by a web site that knows a cookie and the address signed in with
-- reads: coupon_redemptions
-- needs: $moved_days, $salt
select
    substr(md5($salt || ':cookie:' || household_id), 1, 16) as cookie,
    'household-' || household_id || '@example.com' as email,
    'retail_' || lpad(campaign_id::varchar, 2, '0') as campaign_id,
    coupon_upc::varchar as coupon,
    redemption_date::timestamp + interval 12 hours + to_days($moved_days::integer) as redeemed_at
from coupon_redemptions
order by redeemed_at, household_id, coupon_upc
