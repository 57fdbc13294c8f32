-- gives: fresh              events that may tell of groups: what was looked at, before and after
-- reads: events
-- needs: nothing
create or replace temp table fresh as
select *, cast(null as varchar[][]) as ids
from events
where type = 'group' or (type = 'track' and name = 'Group Left') or (type = 'identify' and json_type(traits, '$.company') = 'OBJECT')
