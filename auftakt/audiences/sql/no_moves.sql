-- gives: audience_moves (temp, empty; who comes in and who leaves)
-- reads: nothing
-- needs: nothing
create or replace temp table audience_moves (audience_id varchar, person_id bigint, entered boolean, because varchar)
