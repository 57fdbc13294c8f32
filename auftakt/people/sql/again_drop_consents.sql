-- gives: consent_facts                 without what is no more by today's logic
-- reads: again_consent_gone
-- needs: nothing
delete from consent_facts where rowid in (select place from again_consent_gone)
