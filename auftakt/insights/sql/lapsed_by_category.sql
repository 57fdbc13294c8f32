-- gives: per category with lapsed customers: how many, whom a mail may reach, and what comparable ones did by themselves
-- reads: lapsed_customers, category_rhythm, consents, identifiers
-- needs: nothing
with reachable as (
    select distinct consents.person_id
    from consents
    join identifiers on identifiers.person_id = consents.person_id and identifiers.type = 'email'
    where consents.channel = 'email' and consents.purpose = 'marketing' and consents.granted
)

select
    rhythm.category,
    rhythm.buyers,
    rhythm.revenue,
    rhythm.good_spend,
    rhythm.good_baskets,
    rhythm.usual_days,
    rhythm.lapse_days,
    rhythm.horizon_days,
    count(*) filter (where lapsed.moment = 'now') as people,
    count(reachable.person_id) filter (where lapsed.moment = 'now') as reachable,
    count(*) filter (where lapsed.moment = 'then') as earlier,
    count(*) filter (where lapsed.moment = 'then' and lapsed.later_baskets > 0) as returned,
    coalesce(sum(lapsed.later_baskets) filter (where lapsed.moment = 'then'), 0) as return_baskets,
    coalesce(avg(lapsed.later_spend) filter (where lapsed.moment = 'then' and lapsed.later_baskets > 0), 0) as return_spend,
    coalesce(var_samp(lapsed.later_spend) filter (where lapsed.moment = 'then' and lapsed.later_baskets > 0), 0) as return_variance
from lapsed_customers as lapsed
join category_rhythm as rhythm on rhythm.category = lapsed.category
left join reachable on reachable.person_id = lapsed.person_id
group by all
order by rhythm.category
