-- gives: per campaign how many are in its journey now, and how many messages were decided either way
-- reads: positions, sends
-- needs: nothing
-- slots: nothing
select campaign_id, sum(in_journey)::bigint as in_journey, sum(sends)::bigint as sends, sum(not_sent)::bigint as not_sent
from (
    select journey_id as campaign_id, count(*) as in_journey, 0 as sends, 0 as not_sent from positions group by journey_id
    union all
    select
        campaign_id, 0 as in_journey,
        count(*) filter (where decision = 'reserved') as sends,
        count(*) filter (where decision = 'not_sent') as not_sent
    from sends
    group by campaign_id
) as counted
group by campaign_id
order by campaign_id
