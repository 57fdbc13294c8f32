-- gives: quarantine         without the rows that were mended into events with one of these identifiers
-- reads: mends, quarantine
-- needs: $keys
delete from quarantine
where log_offset in (select quarantined from mends where list_contains($keys::uhugeint[], ident_key))
