-- gives: rows in journey_exits: who left the audience that the journey is for
-- reads: positions, plan_versions, membership_changes, memberships, entry_marks, journey_exits
-- needs: nothing
-- slots: nothing
insert into journey_exits
with gone as (
    select distinct v.journey_id, v.version, c.person_id
    from plan_versions v
    join membership_changes c on c.audience_id = v.journey_id and not c.entered
    left join entry_marks k on k.journey_id = v.journey_id and k.version = v.version
    where v.leaves_with_audience and v.moves and (k.seen_until is null or c.changed_at >= k.seen_until)
        and not exists (select 1 from memberships m where m.audience_id = v.journey_id and m.person_id = c.person_id)
)
select p.rowid, p.journey_id, p.version, p.person_id, p.entry_key, p.step_id, 'left_audience', null
from positions p
join gone g on g.journey_id = p.journey_id and g.version = p.version and g.person_id = p.person_id
where p.rowid not in (select place from journey_exits)
