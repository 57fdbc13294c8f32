-- gives: journey_exits (temp, empty)
-- reads: nothing
-- needs: nothing
-- slots: nothing
create or replace temp table journey_exits (
    place bigint, journey_id varchar, version integer, person_id bigint, entry_key varchar, step_id varchar, reason varchar,
    detail varchar
)
