-- gives: people (without those that are computed anew)
-- reads: people_candidates, merged
-- needs: nothing
delete from people
where person_id in (select person_id from people_candidates union all select from_person from merged)
