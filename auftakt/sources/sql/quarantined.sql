-- gives: quarantine         the latest first, below offset $before
-- reads: quarantine
-- needs: $source_id, $before, $limit (the first two may be null)
select log_offset, received_at, source_id, reason, raw, state, name, detail
from quarantine
where ($source_id is null or source_id = $source_id) and ($before is null or log_offset < $before)
order by log_offset desc
limit $limit
