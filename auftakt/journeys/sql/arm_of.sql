-- gives: the arm of a person in a campaign
-- reads: assignments
-- needs: $person_id, $campaign_id
-- slots: nothing
select arm from assignments where campaign_id = $campaign_id and person_id = $person_id
