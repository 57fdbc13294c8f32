-- gives: what was compared in some pairs, by the identifier of each side as text
-- reads: match_values
-- needs: $pair_ids
select pair_id, cast(ident_key as varchar) as side, field, part, value
from match_values
where pair_id in (select unnest($pair_ids))
