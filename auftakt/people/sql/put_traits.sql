-- gives: traits (the latest fact of each name)
-- reads: trait_candidates
-- needs: nothing
insert into traits (person_id, name, text, number, set_at, source_id, log_offset)
with latest as (
    select
        person_id, name,
        arg_max(
            {'text': text, 'set_at': set_at, 'source_id': source_id, 'log_offset': log_offset},
            {'set_at': set_at, 'log_offset': log_offset, 'text': text}
        ) as fact
    from trait_candidates
    group by person_id, name
),
flat as (
    select
        person_id, name, fact['text'] as text, fact['set_at'] as set_at, fact['source_id'] as source_id,
        fact['log_offset'] as log_offset, try_cast(fact['text'] as double) as number
    from latest
)
select person_id, name, text, case when isfinite(number) then number end, set_at, source_id, log_offset
from flat
