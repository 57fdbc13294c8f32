-- gives: lead_states (without the people that are looked at, and those who went into others)
-- reads: lead_looked, lead_states, people
-- needs: nothing
-- slots: lead_looked
delete from lead_states
where person_id in (select person_id from lead_looked) or person_id not in (select person_id from people)
