-- gives: moved (temp, empty)
-- reads: nothing
-- needs: nothing
create or replace temp table moved (from_person bigint, into_person bigint)
