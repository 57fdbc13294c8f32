-- gives: how many leads stand in each stage, how many wait for an answer, are overdue, or rest
-- reads: lead_cards
-- needs: $now
-- slots: lead_filter
select
    stage_id, count(*) as people, count(*) filter (where waits) as waiting, count(*) filter (where overdue) as overdue,
    count(*) filter (where what in ('refused', 'recycled') and coalesce(until > $now, true)) as resting
from lead_cards
where lead_filter
group by stage_id
