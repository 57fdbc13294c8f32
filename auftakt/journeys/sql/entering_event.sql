-- gives: rows in journey_entering: who may enter because of an event; their time is the event's, at most a day back
-- reads: journey_signals, plan_versions, memberships
-- needs: $now
-- slots: nothing
insert into journey_entering
select v.journey_id, v.version, s.person_id, coalesce(s.key_value, '') as base_key,
    coalesce(s.key_value, '') || case when v.reentry = 'never' then '' else '#' || s.log_offset::varchar end as entry_key,
    least($now::timestamp, greatest(s.happened_at, $now::timestamp - interval 1 day)) as entered_at
from journey_signals s
join plan_versions v on v.journey_id = s.journey_id and v.version = s.version
where s.use = 'entry' and v.enters and s.happened_at >= v.starts_at
    and exists (select 1 from memberships m where m.audience_id = v.journey_id and m.person_id = s.person_id)
