-- gives: memberships (of merged people as one: in since the first of them came in)
-- reads: merged_members
-- needs: nothing
insert into memberships (audience_id, person_id, since, because)
select audience_id, person_id, min(since), arg_min(because, since) from merged_members group by audience_id, person_id
