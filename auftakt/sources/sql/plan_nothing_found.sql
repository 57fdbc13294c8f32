-- gives: plan_found         empty: there is no plan
-- reads: nothing
-- needs: nothing
create or replace temp table plan_found (
    log_offset bigint, place varchar, key varchar, problem varchar, action varchar
)
