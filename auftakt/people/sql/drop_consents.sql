-- gives: consents (without the people whose consent is computed anew)
-- reads: consent_candidates, merged
-- needs: nothing
delete from consents
where person_id in (select person_id from consent_candidates union all select from_person from merged)
