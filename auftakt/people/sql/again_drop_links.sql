-- gives: links              without those that are judged anew or gone
-- reads: again_removed
-- needs: nothing
delete from links where link_id in (select link_id from again_removed)
