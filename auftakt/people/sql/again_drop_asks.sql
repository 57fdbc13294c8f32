-- gives: consent_asks                 without what is no more by today's logic
-- reads: again_ask_gone
-- needs: nothing
delete from consent_asks where rowid in (select place from again_ask_gone)
