-- gives: per type of identifier how many there are
-- reads: identifiers
-- needs: nothing
select type as name, count(*)::bigint as count
from identifiers
group by type
order by count desc, name
