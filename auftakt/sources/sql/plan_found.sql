-- gives: plan_found         in what the batch's events differ from the plan, and what that leads to
-- reads: arrived, plan_scope, plan_values, plan_events, plan_rules (the last two handed in by the caller)
-- needs: $unplanned, $time (what an unplanned event leads to, the form of a time)
create or replace temp table plan_found as
with judged as (
    select
        plan_values.log_offset, plan_rules.place, plan_rules.key, plan_rules.action,
        case
            when kind is null or kind = 'NULL' then if(plan_rules.required, 'missing', null)
            when not case plan_rules.wanted
                when 'any' then true
                when 'text' then kind = 'VARCHAR'
                when 'time' then kind = 'VARCHAR' and regexp_full_match(value, $time)
                when 'number' then kind in ('BIGINT', 'UBIGINT', 'DOUBLE')
                when 'integer' then kind in ('BIGINT', 'UBIGINT')
                when 'boolean' then kind = 'BOOLEAN'
                when 'list' then kind = 'ARRAY'
                when 'object' then kind = 'OBJECT'
            end then 'wrong_type'
            when plan_rules.texts is not null and not list_contains(plan_rules.texts, value) then 'not_one_of'
            when plan_rules.numbers is not null and not list_contains(plan_rules.numbers, try_cast(value as double))
                then 'not_one_of'
            when plan_rules.pattern != '' and not regexp_full_match(value, plan_rules.pattern) then 'pattern'
            when try_cast(value as double) < plan_rules.minimum then 'too_small'
            when try_cast(value as double) > plan_rules.maximum then 'too_large'
            when len(value) > plan_rules.longest then 'too_long'
        end as problem
    from plan_values
    join plan_rules on plan_rules.event_no = plan_values.event_no and plan_rules.key_no = plan_values.key_no
),
keys as (
    select
        plan_scope.log_offset, plan_events.unplanned as action, plan_events.keys as planned,
        unnest(json_keys(arrived.properties)) as key
    from plan_scope
    join plan_events on plan_events.event_no = plan_scope.event_no and plan_events.unplanned != 'allow'
    join arrived on arrived.log_offset = plan_scope.log_offset
    where arrived.properties is not null
)
select log_offset, place, key, problem, action
from judged
where problem is not null and action != 'allow'
union all
select distinct log_offset, 'properties', key, 'unplanned_property', action
from keys
where not list_contains(planned, key)
union all
select log_offset, 'event', '', 'unplanned_event', $unplanned
from plan_scope
where event_no is null and type in ('track', 'page', 'screen') and $unplanned != 'allow'
