-- gives: links (the changed one again)
-- reads: changed_link
-- needs: nothing
insert into links select * from changed_link
