-- gives: offsets            quarantined lines of a name that came before a moment, or were mended into such events
-- reads: quarantine, mends
-- needs: $name, $before
select log_offset
from quarantine
where coalesce(name, if(json_valid(raw), json_extract_string(raw, '$.event'), null)) = $name and received_at < $before
    or log_offset in (select quarantined from mends where name = $name and happened_at < $before)
