-- gives: consent_asks       with those of today's logic; no mail goes out for them
-- reads: again_ask_come
-- needs: nothing
insert into consent_asks (ident_key, purpose, evidence, asked_at, source_id, log_offset, quiet)
select ident_key, purpose, evidence, asked_at, source_id, log_offset, true from again_ask_come
