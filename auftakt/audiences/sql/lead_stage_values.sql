-- gives: lead_values (temp; the stage as a trait)
-- reads: lead_standing
-- needs: nothing
create or replace temp table lead_values as
select person_id, 'lead_stage' as name, stage_id as text from lead_standing where place >= 0
