-- gives: computed_runs
-- reads: nothing
-- needs: $rows, $now
insert into computed_runs (trait_id, name, definition_hash, period, computed_at, error)
select row[1], row[2], row[3], row[4], $now, row[5]
from (select unnest(from_json($rows, '[["VARCHAR"]]')) as row)
