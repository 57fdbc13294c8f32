-- gives: voice               the sentences that were read
-- reads: voice_rows (handed in by the caller)
-- needs: nothing
insert into voice (
    log_offset, place, ident_key, happened_at, field, start, length, language, score, feeling, words, topics
)
select
    log_offset, place, cast(ident_key as uhugeint), happened_at, field, start, length, language, score, feeling, words, topics
from voice_rows
