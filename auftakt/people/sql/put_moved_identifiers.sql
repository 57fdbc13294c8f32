-- gives: identifiers (the moved rows again)
-- reads: moved_identifiers
-- needs: nothing
insert into identifiers (ident_key, type, value, person_id, origin_id, first_seen, source_id)
select ident_key, type, value, person_id, origin_id, first_seen, source_id from moved_identifiers
