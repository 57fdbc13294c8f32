-- gives: journey_merged_assignments (temp; what merged people's arms become: the one who stays keeps theirs, else the oldest)
-- reads: assignments, merged
-- needs: nothing
-- slots: nothing
create or replace temp table journey_merged_assignments as
select a.campaign_id, m.into_person as person_id, arg_min(a.arm, row(a.assigned_at, a.person_id)) as arm,
    min(a.assigned_at) as assigned_at
from assignments a
join merged m on m.from_person = a.person_id
where not exists (select 1 from assignments w where w.campaign_id = a.campaign_id and w.person_id = m.into_person)
group by a.campaign_id, m.into_person
