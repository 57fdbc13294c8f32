-- gives: how many are at each step now
-- reads: positions
-- needs: $journey_id
-- slots: nothing
select step_id, count(*) as people from positions where journey_id = $journey_id group by step_id order by step_id
