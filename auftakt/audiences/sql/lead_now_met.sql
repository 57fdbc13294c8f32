-- gives: lead_now (with what rules give for as long as they are met)
-- reads: audience_facts, lead_people
-- needs: $now
-- slots: lead_met (may ask for $now)
insert into lead_now (person_id, rule_id, axis, worth, worth_at, half_life_days, times)
with met as (
    select person_id, unnest(lead_met) as part from audience_facts semi join lead_people using (person_id)
)
select person_id, part['rule_id'], part['axis'], part['points'], $now, null, 1 from met where part['points'] is not null
