-- gives: again_traits_before  traits of the people who change, as they stood
-- reads: traits, split_people, again_went
-- needs: nothing
create or replace temp table again_traits_before as
select * from traits where person_id in (select person_id from split_people union select from_person from again_went)
