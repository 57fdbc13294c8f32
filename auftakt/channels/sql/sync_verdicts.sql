-- gives: people by why they are left out, null for those that go out
-- reads: sync_wanted
-- needs: nothing
select left_out as reason, count(*) as people from sync_wanted group by left_out
