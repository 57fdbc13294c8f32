-- gives: membership_changes (everybody leaves an audience that is no more)
-- reads: memberships
-- needs: $now
-- slots: gone_scope
insert into membership_changes (audience_id, person_id, changed_at, entered, because)
select audience_id, person_id, $now, false, '{"deleted":true}' from memberships where gone_scope
