-- gives: how many events there are of each name, and how many of them are played
-- reads: events
-- needs: $played
select
    name,
    count(*) filter (where source_id <> $played)::bigint as real,
    count(*) filter (where source_id = $played)::bigint as played
from events
group by name
order by real desc, name
