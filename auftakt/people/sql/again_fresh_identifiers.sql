-- gives: fresh_identifiers  what the lines looked at name by today's logic, with its person where it is known
-- reads: again_identifiers, identifiers, highest_ids
-- needs: nothing
create or replace temp table fresh_identifiers as
with resolved as (
    select again.ident_key, again.type, again.value, again.first_seen, again.source_id, again.origin_id as place, identifiers.person_id
    from again_identifiers as again left join identifiers on identifiers.ident_key = again.ident_key
)
select
    ident_key, type, value, first_seen, source_id, person_id is null as is_new,
    coalesce(
        person_id,
        (select greatest(
            (select coalesce(max(origin_id), 0) from identifiers), (select coalesce(max(origin_id), 0) from highest_ids)
        ))
        + row_number() over (partition by person_id is null order by place)
    ) as person_id
from resolved
