-- gives: merged (temp; the one person whose derived rows give way to those of the split people)
-- reads: nothing
-- needs: $person_id
create or replace temp table merged as
select cast($person_id as bigint) as from_person, cast($person_id as bigint) as into_person, cast(0 as bigint) as log_offset
