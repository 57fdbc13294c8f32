-- gives: lead_fading (temp; people whose points fade)
-- reads: lead_points
-- needs: nothing
create or replace temp table lead_fading as
select distinct person_id from lead_points where half_life_days is not null
