-- gives: lead_now (temp; what each rule gives lead_people: the events' points as their worth at the latest of them)
-- reads: lead_given
-- needs: nothing
create or replace temp table lead_now as
with dated as (
    select *, max(happened_at) over (partition by person_id, rule_id) as worth_at from lead_given
)
select
    person_id, rule_id, 'score' as axis,
    fsum(
        given * case
            when half_life_days is null then 1.0
            else pow(0.5, (epoch(worth_at) - epoch(happened_at)) / (86400.0 * half_life_days))
        end order by place desc
    ) as worth, worth_at, half_life_days, count(*) as times
from dated
group by person_id, rule_id, worth_at, half_life_days
