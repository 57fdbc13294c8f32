-- gives: lead_runs
-- reads: nothing
-- needs: $model_hash, $now, $faded_at
insert into lead_runs (model_hash, evaluated_at, faded_at) values ($model_hash, $now, $faded_at)
