-- gives: again_consents_before  consents of the people who change, as they stood
-- reads: consents, split_people, again_went
-- needs: nothing
create or replace temp table again_consents_before as
select * from consents where person_id in (select person_id from split_people union select from_person from again_went)
