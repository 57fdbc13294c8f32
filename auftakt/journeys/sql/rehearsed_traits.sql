-- gives: rehearsed_traits (temp, empty)
-- reads: nothing
-- needs: nothing
-- slots: nothing
create or replace temp table rehearsed_traits (
    person_id bigint, name varchar, text varchar, number double, set_at timestamp, source_id varchar
)
