-- gives: trait_facts
-- reads: fresh_trait_facts
-- needs: nothing
insert into trait_facts (ident_key, name, value, set_at, source_id, log_offset)
select ident_key, name, value, set_at, source_id, log_offset from fresh_trait_facts
