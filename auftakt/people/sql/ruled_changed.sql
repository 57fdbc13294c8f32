-- gives: people with a link that is to be refused or made, or refused for another reason; who becomes one stand together
-- reads: ruled_pairs, ruled_refused, ruled_outcome, refused_links
-- needs: nothing
with changed as (
    select pairs.key_a, pairs.key_b
    from ruled_pairs as pairs
    left join ruled_refused as refused on refused.pair_no = pairs.pair_no
    left join refused_links as known on known.key_a = pairs.key_a and known.key_b = pairs.key_b
    where
        pairs.is_held = (refused.pair_no is not null)
        or (
            not pairs.is_held
            and (refused.reason <> known.reason or refused.type <> known.type or refused.held <> known.held)
        )
),
ends as (
    select key_a as ident_key from changed union select key_b from changed
)
select person_id
from ruled_outcome join ends on ends.ident_key = ruled_outcome.ident_key
group by person_id
order by min(becomes), person_id
