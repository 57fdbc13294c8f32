-- gives: match_pairs (without pairs that are written anew, and those about which nobody ever decided)
-- reads: match_fresh, match_decisions
-- needs: nothing
delete from match_pairs
where pair_id in (select pair_id from match_fresh) or pair_id not in (select pair_id from match_decisions)
