-- gives: link_changes
-- reads: nothing
-- needs: $link_id, $change, $now, $actor, $reason
insert into link_changes (link_id, change, changed_at, actor, reason) select $link_id, $change, $now, $actor, $reason
