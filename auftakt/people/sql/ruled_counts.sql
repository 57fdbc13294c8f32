-- gives: what the rules would change, in numbers
-- reads: ruled_outcome, ruled_pairs, ruled_refused
-- needs: nothing
with splits as (
    select person_id from ruled_outcome group by person_id having count(distinct becomes) > 1
),
merges as (
    select becomes from ruled_outcome group by becomes having count(distinct person_id) > 1
),
links as (
    select
        count(*) filter (where is_held and refused.pair_no is not null) as links_refused,
        count(*) filter (where not is_held and refused.pair_no is null) as links_joined,
        count(*) filter (where not is_held) as refused_before,
        count(refused.pair_no) as refused_after
    from ruled_pairs left join ruled_refused as refused on refused.pair_no = ruled_pairs.pair_no
)
select
    (select count(distinct person_id) from ruled_outcome) as people_before,
    (select count(distinct becomes) from ruled_outcome) as people_after,
    (select count(*) from splits) as splits, (select count(*) from merges) as merges,
    links_refused, links_joined, refused_before, refused_after
from links
