-- gives: memberships (without merged people and those they went into)
-- reads: merged_members
-- needs: nothing
delete from memberships
where person_id in (select was_person from merged_members union all select person_id from merged_members)
