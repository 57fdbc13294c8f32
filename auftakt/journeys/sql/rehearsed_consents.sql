-- gives: rehearsed_consents (temp, empty)
-- reads: nothing
-- needs: nothing
-- slots: nothing
create or replace temp table rehearsed_consents (
    person_id bigint, channel varchar, purpose varchar, granted boolean, decided_at timestamp, source_id varchar
)
