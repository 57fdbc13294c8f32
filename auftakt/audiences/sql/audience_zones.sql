-- gives: audience_zones (temp; time zones that people have, with where days and periods begin and end in them)
-- reads: nothing
-- needs: $rows (a JSON list of [zone, edges])
create or replace temp table audience_zones as
select pair[1] as zone, pair[2]::json as edges
from (select unnest(from_json($rows::json, '[["varchar"]]')) as pair)
