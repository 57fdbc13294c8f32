-- gives: fresh_edges (temp; pairs of different people; a step of its own, since in one the engine may join by <> first)
-- reads: fresh_ends
-- needs: nothing
create or replace temp table fresh_edges as select a, b, log_offset from fresh_ends where a <> b
