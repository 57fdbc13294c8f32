-- gives: each event that counts for a rule, the latest first
-- reads: lead_given
-- needs: $now
select
    rule_id, happened_at, given,
    given * case
        when half_life_days is null then 1.0
        else pow(0.5, (epoch(cast($now as timestamp)) - epoch(happened_at)) / (86400.0 * half_life_days))
    end as worth
from lead_given
order by rule_id, place
