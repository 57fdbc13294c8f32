-- gives: rows in assignments
-- reads: journey_merged_assignments
-- needs: nothing
-- slots: nothing
insert into assignments
select campaign_id, person_id, arm, assigned_at from journey_merged_assignments
