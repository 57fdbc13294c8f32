-- gives: rehearsed_goals (temp, empty; what counts as the goal)
-- reads: nothing
-- needs: nothing
-- slots: nothing
create or replace temp table rehearsed_goals (person_id bigint, happened_at timestamp, order_key varchar, revenue varchar)
