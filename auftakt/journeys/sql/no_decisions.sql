-- gives: journey_decisions (temp, empty)
-- reads: nothing
-- needs: nothing
-- slots: nothing
create or replace temp table journey_decisions (
    send_id varchar, journey_id varchar, version integer, person_id bigint, entry_key varchar, step_id varchar,
    channel varchar, approval_id varchar, address varchar, was_held boolean, variant_id varchar, language varchar,
    reason varchar
)
