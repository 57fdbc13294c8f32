-- gives: fresh_slots (temp; how many identifiers of each limited type, by period, people at the ends of new links have)
-- reads: fresh_edges, fresh_identifiers, identifiers
-- needs: $types, $periods, $most
create or replace temp table fresh_slots as
with limits as (
    select unnest(cast($types as varchar[])) as type, unnest(cast($periods as varchar[])) as per, unnest(cast($most as bigint[])) as most
),
ends as (
    select a as person_id from fresh_edges union select b from fresh_edges
),
held as (
    select person_id, type, first_seen from identifiers where type in (select type from limits)
    union all
    select person_id, type, first_seen from fresh_identifiers where is_new and type in (select type from limits)
)
select
    held.person_id, held.type, limits.most,
    cast(case limits.per
        when 'week' then epoch(date_trunc('week', held.first_seen))
        when 'month' then epoch(date_trunc('month', held.first_seen))
        when 'year' then epoch(date_trunc('year', held.first_seen))
        else 0
    end as bigint) as period,
    count(*) as held
from held join limits on limits.type = held.type
where held.person_id in (select person_id from ends)
group by all
