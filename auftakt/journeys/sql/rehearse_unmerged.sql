-- gives: merged (temp, empty; nobody is merged in a rehearsal)
-- reads: nothing
-- needs: nothing
-- slots: nothing
create or replace temp table merged (from_person bigint, into_person bigint, log_offset bigint)
