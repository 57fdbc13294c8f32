-- gives: lead_sums (temp; score and fit of some people at a moment)
-- reads: lead_rows, lead_scored
-- needs: $now
-- slots: lead_rows, lead_scored
create or replace temp table lead_sums as
with scored as (
    select distinct person_id from lead_scored
),
worths as (
    select
        person_id, axis, rule_id,
        worth * case
            when half_life_days is null then 1.0
            else pow(0.5, (epoch(cast($now as timestamp)) - epoch(worth_at)) / (86400.0 * half_life_days))
        end as points
    from lead_rows
    where person_id in (select person_id from scored)
),
added as (
    select
        person_id, fsum(points order by rule_id) filter (where axis = 'score') as score,
        fsum(points order by rule_id) filter (where axis = 'fit') as fit
    from worths
    group by person_id
)
select scored.person_id, round(coalesce(added.score, 0), 6) as score, round(coalesce(added.fit, 0), 6) as fit
from scored left join added on added.person_id = scored.person_id
