-- gives: campaigns of which at least one event comes from the demo's model
-- reads: events
-- needs: nothing
select distinct campaign_id
from events
where campaign_id is not null and (properties ->> '$.played') = 'true'
