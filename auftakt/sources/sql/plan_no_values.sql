-- gives: plan_values        empty, for plan_values to fill
-- reads: nothing
-- needs: nothing
create or replace temp table plan_values (
    log_offset bigint, event_no integer, key_no integer, kind varchar, value varchar
)
