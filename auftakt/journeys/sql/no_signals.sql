-- gives: journey_signals (temp, empty)
-- reads: nothing
-- needs: nothing
-- slots: nothing
create or replace temp table journey_signals (
    use varchar, journey_id varchar, version integer, step_id varchar, event varchar, person_id bigint,
    happened_at timestamp, log_offset bigint, key_value varchar
)
