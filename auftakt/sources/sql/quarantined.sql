-- gives: quarantine         what a search finds, the latest first, below offset $before
-- reads: quarantine
-- needs: $text, $reason, $source_id, $event, $since, $until, $state, $before, $limit (all but the last may be null; $text in lower case)
select
    log_offset, received_at, source_id, reason, raw, state,
    coalesce(name, if(json_valid(raw), json_extract_string(raw, '$.event'), null)) as name,
    detail, kind, dialect, sent_at, context, changed_at, changed_by, note, mended_as
from quarantine
where
    (cast($source_id as varchar) is null or source_id = $source_id)
    and (cast($reason as varchar) is null or reason = $reason)
    and (cast($state as varchar) is null or state = $state)
    and (cast($since as timestamp) is null or received_at >= $since)
    and (cast($until as timestamp) is null or received_at < $until)
    and (cast($event as varchar) is null or coalesce(name, if(json_valid(raw), json_extract_string(raw, '$.event'), null)) = $event)
    and (cast($text as varchar) is null or contains(lower(raw), $text))
    and (cast($before as bigint) is null or log_offset < $before)
order by log_offset desc
limit $limit
