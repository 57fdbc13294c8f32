-- gives: quarantine         with lines that today's plan holds back
-- reads: again_quarantine, quarantine
-- needs: nothing
insert into quarantine (log_offset, received_at, source_id, reason, raw, state, name, detail, kind)
select log_offset, received_at, source_id, reason, raw, 'open', name, detail, kind
from again_quarantine as again
where not exists (select 1 from quarantine where quarantine.log_offset = again.log_offset)
