-- gives: memberships (without those who leave)
-- reads: audience_moves
-- needs: nothing
delete from memberships using audience_moves as moves
where memberships.audience_id = moves.audience_id and memberships.person_id = moves.person_id and not moves.entered
