-- gives: lead_given (temp; a row for each event of lead_people that counts for a rule, with the points it gave when it
--        happened: the latest count first, until the rule's cap is reached)
-- reads: lead_people, identifiers, events
-- needs: $now, $rules (rules: a JSON list of rule_id, points, half_life_days, cap)
-- slots: lead_matches, lead_scope (may ask for $now)
create or replace temp table lead_given as
with known as (
    select ident_key, person_id from identifiers where person_id in (select person_id from lead_people)
),
rules as (
    select unnest(
        from_json($rules::json, '[{"rule_id":"VARCHAR","points":"DOUBLE","half_life_days":"DOUBLE","cap":"DOUBLE"}]'),
        recursive := true
    )
),
matched as (
    select known.person_id, happened_at, log_offset, events.message_id, unnest(lead_matches) as rule_id
    from events join known on known.ident_key = events.ident_key
    where lead_scope and events.bot is not true and happened_at <= $now
),
ranked as (
    select
        person_id, matched.rule_id, happened_at, points, half_life_days, cap,
        row_number() over (
            partition by person_id, matched.rule_id order by happened_at desc, log_offset desc, message_id desc
        ) as place
    from matched join rules on rules.rule_id = matched.rule_id
),
capped as (
    select
        person_id, rule_id, happened_at, half_life_days, place,
        case
            when cap is null then points
            when points > 0 then least(points, cap - (place - 1) * points)
            else greatest(points, cap - (place - 1) * points)
        end as given, points
    from ranked
)
select person_id, rule_id, happened_at, half_life_days, place, given
from capped
where given * points > 0
