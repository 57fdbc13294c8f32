-- gives: merged             people who went into others
-- reads: again_went
-- needs: nothing
create or replace temp table merged as
select from_person, into_person, cast(0 as bigint) as log_offset from again_went where into_person is not null
