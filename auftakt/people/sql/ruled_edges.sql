-- gives: ruled_edges (temp; the pairs that hold)
-- reads: ruled_pairs, ruled_refused
-- needs: nothing
create or replace temp table ruled_edges as
select a, b from ruled_pairs
where not exists (select 1 from ruled_refused where ruled_refused.pair_no = ruled_pairs.pair_no)
