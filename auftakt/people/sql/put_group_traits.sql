-- gives: group_traits (the latest of each name)
-- reads: group_trait_candidates
-- needs: nothing
insert into group_traits (group_type, group_id, name, text, number, set_at, source_id, log_offset)
with flat as (
    select
        group_type, group_id, name, fact['text'] as text, try_cast(fact['text'] as double) as number,
        fact['set_at'] as set_at, fact['source_id'] as source_id, fact['log_offset'] as log_offset
    from group_trait_candidates
)
select group_type, group_id, name, text, case when isfinite(number) then number end, set_at, source_id, log_offset
from flat
