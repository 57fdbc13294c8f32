-- gives: fresh_blocked (temp; identifiers of the batch that are blocked)
-- reads: fresh_identifiers
-- needs: nothing
-- slots: blocked_value (a condition on the type and the value of an identifier)
create or replace temp table fresh_blocked as select ident_key, type from fresh_identifiers where blocked_value
