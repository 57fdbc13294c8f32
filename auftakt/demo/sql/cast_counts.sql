-- gives: how many people are in each arm of the campaign, and how many events were played
-- reads: assignments, events
-- needs: $campaign_id, $played_source
select
    (select count(*) from assignments where campaign_id = $campaign_id and arm = 'treated')::bigint as treated,
    (select count(*) from assignments where campaign_id = $campaign_id and arm = 'holdout')::bigint as held_back,
    (select count(*) from events where source_id = $played_source)::bigint as played_events
