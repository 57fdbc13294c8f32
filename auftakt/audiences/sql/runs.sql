-- gives: when each audience was evaluated, and by which rule
-- reads: audience_runs
-- needs: nothing
select audience_id, rule_hash, evaluated_at, size from audience_runs
