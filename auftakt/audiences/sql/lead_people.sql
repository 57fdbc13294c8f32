-- gives: lead_people (temp; those of the candidates who are scored)
-- reads: audience_facts
-- needs: nothing
-- slots: rule_condition (may ask for $now)
create or replace temp table lead_people as select person_id from audience_facts where rule_condition
