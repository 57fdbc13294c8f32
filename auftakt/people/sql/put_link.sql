-- gives: links (the retracted one again)
-- reads: retracted_link
-- needs: nothing
insert into links select * from retracted_link
