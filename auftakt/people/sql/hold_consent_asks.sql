-- gives: rows in consent_asks: each yes by email that has to be confirmed first
-- reads: fresh_consent_facts
-- needs: $purposes, $trusted
insert into consent_asks (ident_key, purpose, evidence, asked_at, source_id, log_offset)
select ident_key, purpose, evidence, decided_at, source_id, log_offset
from fresh_consent_facts
where granted and channel = 'email' and list_contains($purposes, purpose) and not list_contains($trusted, source_id)
