-- gives: journey_at_branch (temp; the people who stand at one branch)
-- reads: journey_moving
-- needs: $journey_id, $version, $step_id
-- slots: nothing
create or replace temp table journey_at_branch as
select distinct person_id
from journey_moving
where journey_id = $journey_id and version = $version and step_id = $step_id
