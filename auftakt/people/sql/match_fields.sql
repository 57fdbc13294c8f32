-- gives: the fields of some pairs, in the order of comparing
-- reads: match_levels
-- needs: $pair_ids
select pair_id, field, kind, level, weight
from match_levels
where pair_id in (select unnest($pair_ids))
order by pair_id, place
