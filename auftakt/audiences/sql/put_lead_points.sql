-- gives: lead_points (of the people that are looked at)
-- reads: lead_now
-- needs: nothing
insert into lead_points (person_id, rule_id, axis, worth, worth_at, half_life_days, times)
select person_id, rule_id, axis, worth, worth_at, half_life_days, times from lead_now
