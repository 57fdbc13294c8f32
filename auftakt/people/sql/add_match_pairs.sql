-- gives: match_pairs
-- reads: match_fresh
-- needs: $run_id, $now
insert into match_pairs (pair_id, key_a, key_b, probability, weight, run_id, found_at)
select pair_id, key_a, key_b, probability, weight, $run_id, coalesce(found_at, $now) from match_fresh
