-- gives: rows in journey_yes: people at one branch whom its rule matches
-- reads: matching
-- needs: $journey_id, $version, $step_id
-- slots: matching
insert into journey_yes
select $journey_id, $version, $step_id, person_id from matching
