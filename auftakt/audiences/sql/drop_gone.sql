-- gives: memberships (without audiences that are no more)
-- reads: memberships
-- needs: nothing
-- slots: gone_scope
delete from memberships where gone_scope
