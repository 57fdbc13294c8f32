-- gives: journey_next (temp; where everybody who moves goes, and why; to_step is null for the way out)
-- reads: journey_moving, plan_steps, plan_arms, journey_yes, journey_decisions
-- needs: $quiet_until
-- slots: nothing
create or replace temp table journey_next as
with going as (
    select m.journey_id, m.version, m.person_id, m.entry_key, m.entered_at, m.own_time, m.step_id as from_step, s.kind,
        s.then_step, s.else_step, s.share, m.woken, y.person_id is not null as yes, d.reason,
        m.was_held, s.kind = 'send' and d.reason = 'quiet_hours' as held,
        case when s.kind in ('split', 'holdout') then
            ('0x' || substr(md5(m.journey_id || ':' || m.step_id || ':' || m.person_id), 1, 8))::bigint / 4294967296.0
        end as bucket
    from journey_moving m
    join plan_steps s on s.journey_id = m.journey_id and s.version = m.version and s.step_id = m.step_id
    left join journey_yes y on y.journey_id = m.journey_id and y.version = m.version and y.step_id = m.step_id
        and y.person_id = m.person_id
    left join journey_decisions d on d.journey_id = m.journey_id and d.version = m.version and d.person_id = m.person_id
        and d.entry_key = m.entry_key
), decided as (
    select g.*, a.name as arm,
        case
            when g.held then g.from_step
            when g.kind = 'wait_until' and not g.woken then g.else_step
            when g.kind = 'branch' and not g.yes then g.else_step
            when g.kind = 'split' then a.next_step
            when g.kind = 'holdout' and g.bucket < g.share then null
            else g.then_step
        end as to_step,
        case g.kind
            when 'send' then g.reason
            when 'wait' then 'waited'
            when 'wait_until' then case when g.woken then 'event' else 'timeout' end
            when 'branch' then case when g.yes then 'rule_yes' else 'rule_no' end
            when 'split' then 'arm'
            when 'holdout' then case when g.bucket < g.share then 'holdout' else 'treated' end
            else 'finished'
        end as why
    from going g
    left join plan_arms a on g.bucket >= a.low and g.bucket < a.high and a.journey_id = g.journey_id
        and a.version = g.version and a.step_id = g.from_step
)
select d.journey_id, d.version, d.person_id, d.entry_key, d.entered_at, d.from_step, d.to_step, d.why, d.arm as detail,
    d.own_time, d.held and d.was_held as told_before,
    case when d.held then $quiet_until::timestamp else d.own_time + to_seconds(t.delay_seconds) end as due_at
from decided d
left join plan_steps t on t.journey_id = d.journey_id and t.version = d.version and t.step_id = d.to_step
