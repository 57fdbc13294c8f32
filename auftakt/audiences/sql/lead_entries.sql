-- gives: lead_moves (of people who meet what a later stage asks for; each stage on the way that they meet is one)
-- reads: audience_facts, lead_standing, identifiers, lead_moves
-- needs: $now
-- slots: rule_condition, lead_stages (may ask for $now)
insert into lead_moves (
    move_no, ident_key, moved_at, happened_at, stage_id, was, what, actor, reason, note, because, until
)
with asked as (
    select person_id, unnest(lead_stages) as stage from audience_facts where rule_condition
),
met as (
    select
        asked.person_id, stage['stage_id'] as stage_id, stage['place'] as place, stage['because'] as because,
        least(coalesce(stage['happened_at'], $now), $now) as happened_at, standing.stage_id as standing_stage
    from asked left join lead_standing as standing on standing.person_id = asked.person_id
    where stage['met'] and stage['place'] > coalesce(standing.place, -1)
        and (
            coalesce(standing.what, '') not in ('refused', 'recycled') or coalesce(standing.until <= $now, false)
        )
),
anchored as (
    select person_id, arg_min(ident_key, {'origin': origin_id, 'key': ident_key}) as ident_key
    from identifiers
    where person_id in (select person_id from met)
    group by person_id
)
select
    (select coalesce(max(move_no), 0) from lead_moves)
    + row_number() over (order by met.person_id, met.place),
    anchored.ident_key, $now, met.happened_at, met.stage_id,
    coalesce(
        lag(met.stage_id) over (partition by met.person_id order by met.place), met.standing_stage
    ),
    'entered', '', '', '', met.because, null
from met join anchored on anchored.person_id = met.person_id
