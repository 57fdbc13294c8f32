-- gives: seen               traits that people have, with how many people, since when last and where from
-- reads: traits
-- needs: $most
select name, count(*)::bigint as people, max(set_at) as last_at, list(distinct source_id) as sources
from traits
where text is not null
group by name
order by people desc, name
limit $most
