-- gives: again_before       who everybody is before a replay changes anything
-- reads: identifiers
-- needs: nothing
create or replace temp table again_before as select ident_key, person_id from identifiers
