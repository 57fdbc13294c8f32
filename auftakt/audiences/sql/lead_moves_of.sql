-- gives: moves of one person, the latest first
-- reads: lead_moves, identifiers
-- needs: $person_id
select
    moves.move_no, moves.moved_at, moves.happened_at, moves.stage_id, moves.was, moves.what, moves.actor, moves.reason,
    moves.note, moves.because, moves.until
from lead_moves as moves join identifiers on identifiers.ident_key = moves.ident_key
where identifiers.person_id = $person_id
order by moves.move_no desc
limit 200
