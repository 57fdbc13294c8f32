-- gives: fresh_consent_facts without what only asks
-- reads: fresh_consent_facts
-- needs: $purposes, $trusted
delete from fresh_consent_facts
where granted and channel = 'email' and list_contains($purposes, purpose) and not list_contains($trusted, source_id)
