-- gives: a portion of the changes, in their order
-- reads: sync_changes
-- needs: $after, $most
select person_id, is_put, key, facts, hash from sync_changes where place > $after order by place limit $most
