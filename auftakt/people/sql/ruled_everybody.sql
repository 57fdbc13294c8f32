-- gives: rule_scope (temp; everybody)
-- reads: identifiers
-- needs: nothing
create or replace temp table rule_scope as select distinct person_id from identifiers
