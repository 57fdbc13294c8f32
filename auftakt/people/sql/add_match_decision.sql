-- gives: match_decisions (one, about the pair of the choice)
-- reads: match_choice, match_decisions
-- needs: $decision, $now, $actor, $reason, $link_id
insert into match_decisions (decision_no, pair_id, key_a, key_b, decision, decided_at, actor, reason, link_id)
select
    (select coalesce(max(decision_no), 0) from match_decisions) + 1, pair_id, key_a, key_b, $decision, $now, $actor, $reason,
    $link_id
from match_choice
