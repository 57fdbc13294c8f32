-- gives: consent_facts      with those of today's logic
-- reads: again_consent_come
-- needs: nothing
insert into consent_facts (ident_key, channel, purpose, granted, evidence, decided_at, source_id, log_offset)
select ident_key, channel, purpose, granted, evidence, decided_at, source_id, log_offset from again_consent_come
