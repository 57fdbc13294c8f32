-- gives: lead_moves (what somebody decided about one person)
-- reads: identifiers, lead_moves
-- needs: $person_id, $now, $stage_id, $was, $what, $actor, $reason, $note, $until
insert into lead_moves (
    move_no, ident_key, moved_at, happened_at, stage_id, was, what, actor, reason, note, because, until
)
select
    (select coalesce(max(move_no), 0) from lead_moves) + 1,
    arg_min(ident_key, {'origin': origin_id, 'key': ident_key}), $now, $now, $stage_id, $was, $what, $actor, $reason,
    $note, '', $until
from identifiers
where person_id = $person_id
group by person_id
