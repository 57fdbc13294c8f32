-- gives: seen               traits that people or groups have, with how many do, when last and where from
-- reads: traits, group_traits
-- needs: $most
with told as (
    select name, set_at, source_id from traits where text is not null
    union all
    select name, set_at, source_id from group_traits where text is not null
)
select name, count(*)::bigint as people, max(set_at) as last_at, list(distinct source_id) as sources
from told
group by name
order by people desc, name
limit $most
