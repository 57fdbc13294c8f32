-- gives: since when and why a person is in the audience of a campaign
-- reads: memberships
-- needs: $person_id, $campaign_id
-- slots: nothing
select since, because from memberships where audience_id = $campaign_id and person_id = $person_id
