-- gives: trait_facts                 without what is no more by today's logic
-- reads: again_trait_gone
-- needs: nothing
delete from trait_facts where rowid in (select place from again_trait_gone)
