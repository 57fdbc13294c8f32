-- gives: rehearsed_people (temp, empty; people and the moment from which they are known)
-- reads: nothing
-- needs: nothing
-- slots: nothing
create or replace temp table rehearsed_people (person_id bigint, known_from timestamp, identifier_count bigint)
