-- gives: what rules give for as long as they are met
-- reads: lead_now
-- needs: nothing
select rule_id, axis, worth from lead_now where half_life_days is null order by rule_id, worth_at
