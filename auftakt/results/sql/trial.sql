-- gives: people of two arms of a campaign, and whether each did something within so many days after they were assigned
-- reads: assignments, identifiers, events
-- needs: $campaign_id, $arm, $control, $events, $days, $until
-- slots: wanted
with assigned as (
    select person_id, min_by(arm, (assigned_at, arm)) as arm, min(assigned_at) as assigned_at
    from assignments
    where campaign_id = $campaign_id
    group by person_id
),
compared as (
    select *, min(assigned_at) over () as began
    from assigned
    where arm in ($arm, $control) and assigned_at + to_days($days) <= $until
),
done as (
    select distinct compared.person_id
    from compared
    join identifiers on identifiers.person_id = compared.person_id
    join events on events.ident_key = identifiers.ident_key
    where list_contains($events, events.name) and wanted and events.bot is not true
        and events.happened_at >= compared.assigned_at
        and events.happened_at < compared.assigned_at + to_days($days)
)
select
    person_id, cast(arm = $arm as double) as treated, cast(person_id in (select person_id from done) as double) as did, began
from compared
order by person_id
