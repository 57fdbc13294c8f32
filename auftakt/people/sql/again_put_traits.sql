-- gives: trait_facts        with those of today's logic
-- reads: again_trait_come
-- needs: nothing
insert into trait_facts (ident_key, name, value, set_at, source_id, log_offset)
select ident_key, name, value, set_at, source_id, log_offset from again_trait_come
