-- gives: how many pairs are in each state
-- reads: match_states
-- needs: nothing
select state, count(*) as pairs from match_states group by state
