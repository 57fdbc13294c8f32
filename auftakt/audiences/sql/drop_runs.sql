-- gives: audience_runs (without those that are written anew)
-- reads: audience_runs
-- needs: $rows (JSON list of [audience id, rule hash])
delete from audience_runs
where audience_id in (select pair[1] from (select unnest(from_json($rows::json, '[["varchar"]]')) as pair))
