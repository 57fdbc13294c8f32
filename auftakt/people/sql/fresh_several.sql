-- gives: fresh_several (temp; events that name several identifiers, where the first may not be their own)
-- reads: fresh
-- needs: $by_rank
-- slots: blocked_value (a condition on the type and the value of an identifier)
create or replace temp table fresh_several as
with firsts as (
    select log_offset, ids, ids[1][1] as type, ids[1][2] as value from fresh where len(ids) > 1
)
select log_offset, ids from firsts where $by_rank or blocked_value
