-- gives: match_levels
-- reads: match_fresh, match_found_levels
-- needs: nothing
insert into match_levels (pair_id, key_a, key_b, place, field, kind, level, weight)
select fresh.pair_id, fresh.key_a, fresh.key_b, told.place, told.field, told.kind, told.level, told.weight
from match_found_levels as told
join match_fresh as fresh on fresh.record_a = told.record_a and fresh.record_b = told.record_b
