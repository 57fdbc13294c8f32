-- gives: consent_facts
-- reads: fresh_consent_facts
-- needs: nothing
insert into consent_facts (ident_key, channel, purpose, granted, evidence, decided_at, source_id, log_offset)
select ident_key, channel, purpose, granted, evidence, decided_at, source_id, log_offset from fresh_consent_facts
