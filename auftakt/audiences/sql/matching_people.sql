-- gives: the temp table named by the slot (people who meet the rule)
-- reads: audience_facts
-- needs: nothing
-- slots: matching_into, rule_condition (may ask for $now)
create or replace temp table matching_into as select person_id from audience_facts where rule_condition
