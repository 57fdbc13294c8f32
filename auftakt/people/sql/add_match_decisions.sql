-- gives: match_decisions (approved, one for each pair of the choice)
-- reads: match_links, match_decisions
-- needs: $now, $actor, $reason
insert into match_decisions (decision_no, pair_id, key_a, key_b, decision, decided_at, actor, reason, link_id)
select
    (select coalesce(max(decision_no), 0) from match_decisions) + row_number() over (order by pair_id), pair_id, key_a, key_b,
    'approved', $now, $actor, $reason, link_id
from match_links
