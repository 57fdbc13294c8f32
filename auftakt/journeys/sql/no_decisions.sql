-- gives: journey_decisions (temp, empty)
-- reads: nothing
-- needs: nothing
-- slots: nothing
create or replace temp table journey_decisions (
    journey_id varchar, version integer, person_id bigint, entry_key varchar, reason varchar
)
