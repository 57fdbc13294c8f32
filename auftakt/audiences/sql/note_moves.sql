-- gives: membership_changes
-- reads: audience_moves
-- needs: $now
insert into membership_changes (audience_id, person_id, changed_at, entered, because)
select audience_id, person_id, $now, entered, because from audience_moves
