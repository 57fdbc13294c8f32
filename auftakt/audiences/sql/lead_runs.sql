-- gives: when the lead model was last applied, and which
-- reads: lead_runs
-- needs: nothing
select model_hash, evaluated_at, faded_at from lead_runs
