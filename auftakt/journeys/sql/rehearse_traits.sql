-- gives: rows in traits: all at once, since nobody looks at somebody who is not yet in people
-- reads: rehearsed_traits
-- needs: nothing
-- slots: nothing
insert into traits by name
select *, 0 as log_offset from rehearsed_traits
