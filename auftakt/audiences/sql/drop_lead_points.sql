-- gives: lead_points (without the people that are looked at, and those who went into others)
-- reads: lead_candidates, merged
-- needs: nothing
delete from lead_points
where person_id in (select person_id from lead_candidates union all select from_person from merged)
