-- gives: fresh_identifiers (temp; each identifier of the batch once, with its person where it is known)
-- reads: fresh, identifiers, highest_ids
-- needs: nothing
create or replace temp table fresh_identifiers as
with pairs as (
    select unnest(ids) as pair, happened_at, source_id, log_offset from fresh
),
seen as (
    select
        pair[1] as type, pair[2] as value, min(happened_at) as first_seen,
        arg_min(source_id, log_offset) as source_id, min(log_offset) as first_offset
    from pairs
    where pair[1] is not null and pair[2] is not null
    group by pair[1], pair[2]
),
keyed as (
    select md5_number(type || chr(31) || value) as ident_key, type, value, first_seen, source_id, first_offset from seen
),
resolved as (
    select keyed.*, identifiers.person_id
    from keyed left join identifiers on identifiers.ident_key = keyed.ident_key
)
select
    ident_key, type, value, first_seen, source_id, person_id is null as is_new,
    coalesce(
        person_id,
        (select greatest(
            (select coalesce(max(origin_id), 0) from identifiers), (select coalesce(max(origin_id), 0) from highest_ids)
        ))
        + row_number() over (partition by person_id is null order by first_offset, type, value)
    ) as person_id
from resolved
