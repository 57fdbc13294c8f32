-- gives: match_values
-- reads: match_fresh, match_found_values
-- needs: nothing
insert into match_values (pair_id, ident_key, field, part, value)
with sides as (
    select pair_id, record_a as record, anchor_key_a as ident_key from match_fresh
    union all
    select pair_id, record_b, anchor_key_b from match_fresh
)
select sides.pair_id, sides.ident_key, told.field, told.part, told.value
from match_found_values as told join sides on sides.record = told.record
