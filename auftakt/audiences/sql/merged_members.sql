-- gives: merged_members (temp; memberships of merged people, and of those they went into)
-- reads: memberships, merged
-- needs: nothing
create or replace temp table merged_members as
select
    audience_id, memberships.person_id as was_person, coalesce(merged.into_person, memberships.person_id) as person_id,
    since, because
from memberships left join merged on merged.from_person = memberships.person_id
where memberships.person_id in (select from_person from merged union all select into_person from merged)
