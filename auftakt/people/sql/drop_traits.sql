-- gives: traits (without the people whose traits are computed anew)
-- reads: trait_candidates, merged
-- needs: nothing
delete from traits
where person_id in (select person_id from trait_candidates union all select from_person from merged)
