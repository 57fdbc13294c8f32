-- gives: quiet_memberships (those who came in because of a replay)
-- reads: audience_moves
-- needs: $now
insert into quiet_memberships (audience_id, person_id, since)
select audience_id, person_id, $now from audience_moves where entered
