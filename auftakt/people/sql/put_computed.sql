-- gives: traits (with the computed or predicted values that moved)
-- reads: computed_moves
-- needs: $now, $source
insert into traits (person_id, name, text, number, set_at, source_id, log_offset)
with figures as (
    select person_id, name, text, try_cast(text as double) as number from computed_moves where text is not null
)
select person_id, name, text, case when isfinite(number) then number end, $now, $source, 0
from figures
