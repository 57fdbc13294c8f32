-- gives: regrouped (temp; the people of the choice)
-- reads: match_choice
-- needs: nothing
create or replace temp table regrouped as
select person_a as person_id from match_choice union select person_b from match_choice
