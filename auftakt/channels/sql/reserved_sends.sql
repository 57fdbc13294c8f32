-- gives: a page of the reserved sends decided at $since or later, in the order (decided_at, send_id)
-- reads: sends
-- needs: $since, $after_at, $after_id, $limit
-- A reserved send without one of these can't be made; it must show in the ledger as such, and not stop the others.
select send_id, campaign_id, person_id, channel, coalesce(variant_id, '') as variant_id, coalesce(language, '') as language,
    coalesce(address, '') as address, coalesce(approval_id, '') as approval_id, decided_at
from sends
where decision = 'reserved'
  and decided_at >= $since
  and (decided_at > $after_at or (decided_at = $after_at and send_id > $after_id))
order by decided_at, send_id
limit $limit
