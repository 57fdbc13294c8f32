-- gives: match_pairs (without pairs about which nothing was decided)
-- reads: match_decisions
-- needs: nothing
delete from match_pairs where pair_id not in (select pair_id from match_decisions)
