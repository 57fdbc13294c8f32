-- gives: identifiers (the split ones again)
-- reads: split_identifiers
-- needs: nothing
insert into identifiers (ident_key, type, value, person_id, origin_id, first_seen, source_id)
select ident_key, type, value, person_id, origin_id, first_seen, source_id from split_identifiers
