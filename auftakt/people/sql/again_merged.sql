-- gives: merged             the people whose derived rows give way to what is computed from history
-- reads: split_people, again_went
-- needs: nothing
create or replace temp table merged as
select person_id as from_person, person_id as into_person, cast(0 as bigint) as log_offset from split_people
union all
select from_person, from_person, 0 from again_went
