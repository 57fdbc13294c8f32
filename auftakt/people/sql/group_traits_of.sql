-- gives: what is known about one group
-- reads: group_traits
-- needs: $kind, $id
select name, text as value, source_id as source, set_at
from group_traits
where group_type = $kind and group_id = $id and text is not null
order by name
