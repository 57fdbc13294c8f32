-- gives: match_fresh (temp; pairs found that wait for somebody: two people still, and nobody said that they are not one)
-- reads: match_found, match_anchors, match_apart, match_pairs, match_decisions, identifiers
-- needs: nothing
create or replace temp table match_fresh as
with known as (
    select
        found.*, a.ident_key as anchor_key_a, b.ident_key as anchor_key_b, a.person_id as person_a, b.person_id as person_b
    from match_found as found
    join match_anchors as anchor_a on anchor_a.person_id = found.record_a
    join match_anchors as anchor_b on anchor_b.person_id = found.record_b
    join identifiers as a on a.ident_key = cast(anchor_a.anchor as uhugeint)
    join identifiers as b on b.ident_key = cast(anchor_b.anchor as uhugeint)
),
waiting as (
    select
        known.record_a, known.record_b, known.anchor_key_a, known.anchor_key_b, known.probability, known.weight,
        least(known.anchor_key_a, known.anchor_key_b) as key_a, greatest(known.anchor_key_a, known.anchor_key_b) as key_b
    from known
    left join match_apart
        on match_apart.one = least(known.person_a, known.person_b)
        and match_apart.other = greatest(known.person_a, known.person_b)
    where known.person_a <> known.person_b and match_apart.one is null
),
highest as (
    select coalesce(max(pair_id), 0) as pair_id
    from (select pair_id from match_pairs union all select pair_id from match_decisions)
)
select
    waiting.*, match_pairs.found_at,
    coalesce(
        match_pairs.pair_id,
        (select pair_id from highest)
        + row_number() over (partition by match_pairs.pair_id is null order by waiting.weight desc, waiting.record_a, waiting.record_b)
    ) as pair_id
from waiting left join match_pairs on match_pairs.key_a = waiting.key_a and match_pairs.key_b = waiting.key_b
