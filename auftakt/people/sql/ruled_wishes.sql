-- gives: the pairs among suspects in the order in which they are tried: as they arrived or were decided, the stronger first
-- reads: ruled_pairs, ruled_refused, ruled_members, limit_suspects, moved, events
-- needs: nothing
with suspects as (
    select members.origin_id
    from ruled_members as members left join moved on moved.from_person = members.origin_id
    where coalesce(moved.into_person, members.origin_id) in (select whole from limit_suspects)
),
pairs as (
    select * from ruled_pairs
    where
        a in (select origin_id from suspects)
        and not exists (select 1 from ruled_refused where ruled_refused.pair_no = ruled_pairs.pair_no)
),
moments as (
    select received_at as moment, log_offset, cast(null as bigint) as pair_no
    from events
    where exists (select 1 from pairs where is_forced) and log_offset in (select log_offset from pairs)
    union all
    select decided_at, null, pair_no from pairs where is_forced
),
placed as (
    select
        pair_no,
        max(log_offset) over (order by moment, pair_no nulls first rows between unbounded preceding and current row) as place
    from moments
)
select pairs.pair_no as link_id, pairs.a, pairs.b, pairs.is_forced as forced
from pairs left join placed on placed.pair_no = pairs.pair_no
order by
    case when is_forced then coalesce(placed.place, -1) else pairs.log_offset end, is_forced, rank, key_a, key_b
