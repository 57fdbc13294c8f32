-- gives: quarantine         appends the lines that say why they were not taken
-- reads: arrived
-- needs: nothing
insert into quarantine (log_offset, received_at, source_id, reason, raw, state, kind, dialect, sent_at, context)
select log_offset, received_at, source_id, why, raw, 'open', type, name, happened_at, context::varchar
from arrived
where k = 'q'
