-- gives: audience_runs
-- reads: memberships
-- needs: $ids, $hashes, $now
insert into audience_runs (audience_id, rule_hash, evaluated_at, size)
with evaluated as (
    select unnest($ids) as audience_id, unnest($hashes) as rule_hash
),
sizes as (
    select audience_id, count(*) as size from memberships group by audience_id
)
select audience_id, rule_hash, $now, coalesce(size, 0)
from evaluated left join sizes using (audience_id)
