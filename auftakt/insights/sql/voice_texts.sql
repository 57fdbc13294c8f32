-- gives: texts              what customers wrote and nobody has read yet, the oldest first, by the fields it may stand in
-- reads: events, voice_read
-- needs: $names, $fields, $paths, $most
select log_offset, ident_key, happened_at, $fields as fields, json_extract_string(properties, $paths) as texts
from events
where log_offset > (select coalesce(max(read_until), -1) from voice_read)
    and name in (select unnest($names)) and bot is not true and properties is not null
order by log_offset
limit $most
