-- gives: quarantine         without those lines
-- reads: quarantine, mends
-- needs: $name, $before
delete from quarantine
where coalesce(name, if(json_valid(raw), json_extract_string(raw, '$.event'), null)) = $name and received_at < $before
    or log_offset in (select quarantined from mends where name = $name and happened_at < $before)
