-- gives: again_spelt        empty: all is written as today
-- reads: nothing
-- needs: nothing
create or replace temp table again_spelt (log_offset bigint, ids varchar[][], were uhugeint[])
