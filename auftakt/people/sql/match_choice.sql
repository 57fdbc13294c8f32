-- gives: match_choice (temp; one pair with the people of now, as it is to be joined)
-- reads: match_states
-- needs: $pair_id
create or replace temp table match_choice as
select pair_id, key_a, key_b, person_a, person_b from match_states where pair_id = $pair_id
