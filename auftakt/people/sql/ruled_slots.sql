-- gives: fresh_slots (temp; the period of each identifier of a limited type, by the id that it was born with)
-- reads: ruled_members
-- needs: $types, $periods, $most
create or replace temp table fresh_slots as
with limits as (
    select unnest(cast($types as varchar[])) as type, unnest(cast($periods as varchar[])) as per, unnest(cast($most as bigint[])) as most
)
select
    members.origin_id as person_id, members.type, limits.most,
    cast(case limits.per
        when 'week' then epoch(date_trunc('week', members.first_seen))
        when 'month' then epoch(date_trunc('month', members.first_seen))
        when 'year' then epoch(date_trunc('year', members.first_seen))
        else 0
    end as bigint) as period,
    cast(1 as bigint) as held
from ruled_members as members join limits on limits.type = members.type
