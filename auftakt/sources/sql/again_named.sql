-- gives: again_named        identifiers of lines that today's logic would not store, or that it spells another way
-- reads: nothing
-- needs: nothing
create table if not exists again_named (ident_key uhugeint not null)
