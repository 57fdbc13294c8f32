-- gives: audience_runs (without audiences that are no more)
-- reads: audience_runs
-- needs: nothing
-- slots: gone_scope
delete from audience_runs where gone_scope
