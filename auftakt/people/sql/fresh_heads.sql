-- gives: fresh_heads (temp; events of which another identifier than the first is their own, and its place)
-- reads: fresh_several
-- needs: $types, $ranks, $other
-- slots: blocked_value (a condition on the type and the value of an identifier)
create or replace temp table fresh_heads as
with known as (
    select unnest(cast($types as varchar[])) as kind, unnest(cast($ranks as bigint[])) as rank
),
places as (
    select log_offset, unnest(ids) as pair, generate_subscripts(ids, 1) as place from fresh_several
),
named as (
    select log_offset, place, pair[1] as type, pair[2] as value from places where pair[1] is not null and pair[2] is not null
),
-- One number that orders: what is blocked last, then by rank, then as it came; an event has fewer than 1,000 identifiers.
scores as (
    select
        named.log_offset,
        (case when blocked_value then 1000000000 else 0 end) + coalesce(known.rank, $other) * 1000 + named.place as score
    from named left join known on known.kind = named.type
)
select log_offset, cast(min(score) % 1000 as bigint) as place
from scores group by log_offset
having min(score) % 1000 <> 1
