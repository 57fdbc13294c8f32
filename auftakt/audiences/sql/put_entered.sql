-- gives: memberships (with those who come in)
-- reads: audience_moves
-- needs: $now
insert into memberships (audience_id, person_id, since, because)
select audience_id, person_id, $now, because from audience_moves where entered
