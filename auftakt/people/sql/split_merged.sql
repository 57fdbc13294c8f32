-- gives: merged (temp; the people whose derived rows give way to those of the people they are now)
-- reads: regrouped
-- needs: nothing
create or replace temp table merged as
select person_id as from_person, person_id as into_person, cast(0 as bigint) as log_offset from regrouped
