-- gives: lead_runs (empty)
-- reads: lead_runs
-- needs: nothing
delete from lead_runs
