-- gives: rows in consents: all at once, since nobody looks at somebody who is not yet in people
-- reads: rehearsed_consents
-- needs: nothing
-- slots: nothing
insert into consents by name
select *, 0 as log_offset from rehearsed_consents
