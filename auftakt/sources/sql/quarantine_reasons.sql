-- gives: quarantine_reasons  what a search finds, counted by reason, the most frequent first
-- reads: quarantine
-- needs: $text, $reason, $source_id, $event, $since, $until, $state (all may be null; $text in lower case)
select reason, count(*) as lines, max(received_at) as last_at
from quarantine
where
    (cast($source_id as varchar) is null or source_id = $source_id)
    and (cast($reason as varchar) is null or reason = $reason)
    and (cast($state as varchar) is null or state = $state)
    and (cast($since as timestamp) is null or received_at >= $since)
    and (cast($until as timestamp) is null or received_at < $until)
    and (cast($event as varchar) is null or coalesce(name, if(json_valid(raw), json_extract_string(raw, '$.event'), null)) = $event)
    and (cast($text as varchar) is null or contains(lower(raw), $text))
group by reason
order by lines desc, reason
