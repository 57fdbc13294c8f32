-- gives: totals             how many links are new, and how many are gone
-- reads: again_removed, fresh_links
-- needs: nothing
select
    (select count(*) from fresh_links where link_id not in (select link_id from again_removed)) as made,
    (select count(*) from again_removed where link_id not in (select link_id from fresh_links)) as gone
