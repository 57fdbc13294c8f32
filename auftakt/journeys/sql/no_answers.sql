-- gives: journey_yes (temp, empty; whom a branch's rule matches)
-- reads: nothing
-- needs: nothing
-- slots: nothing
create or replace temp table journey_yes (journey_id varchar, version integer, step_id varchar, person_id bigint)
