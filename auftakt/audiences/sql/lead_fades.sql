-- gives: whether any points fade
-- reads: lead_points
-- needs: nothing
select count(*) as people from (select 1 from lead_points where half_life_days is not null limit 1)
