-- gives: how many people there are
-- reads: people
-- needs: nothing
select 'people' as name, count(*)::bigint as count from people
