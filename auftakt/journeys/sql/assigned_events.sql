-- gives: rows in assignments, as an imported experiment tells them; an arm that is known already stays
-- reads: fresh, identifiers, assignments
-- needs: nothing
-- slots: nothing
insert into assignments
with told as (
    select coalesce(f.campaign_id, f.properties ->> '$.campaign_id') as campaign_id, i.person_id,
        f.properties ->> '$.arm' as arm, f.happened_at as assigned_at, f.log_offset
    from fresh f
    join identifiers i on i.ident_key = f.ident_key
    where f.name = 'Campaign Assigned'
)
select t.campaign_id, t.person_id, arg_min(t.arm, t.log_offset), arg_min(t.assigned_at, t.log_offset)
from told t
where t.campaign_id is not null and t.arm is not null
    and not exists (select 1 from assignments a where a.campaign_id = t.campaign_id and a.person_id = t.person_id)
group by t.campaign_id, t.person_id
