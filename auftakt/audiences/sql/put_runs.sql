-- gives: audience_runs
-- reads: memberships
-- needs: $rows, $now (rows: a JSON list of [audience id, rule hash])
insert into audience_runs (audience_id, rule_hash, evaluated_at, size)
with evaluated as (
    select pair[1] as audience_id, pair[2] as rule_hash
    from (select unnest(from_json($rows::json, '[["varchar"]]')) as pair)
),
sizes as (
    select audience_id, count(*) as size from memberships group by audience_id
)
select audience_id, rule_hash, $now, coalesce(size, 0)
from evaluated left join sizes using (audience_id)
