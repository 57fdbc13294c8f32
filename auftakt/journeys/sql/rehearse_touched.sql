-- gives: touched (temp; who did something or was first seen in this stretch of time)
-- reads: fresh, rehearsed_people
-- needs: $before, $now
-- slots: nothing
create or replace temp table touched as
select ident_key::bigint as person_id from fresh
union
select person_id from rehearsed_people where known_from > $before and known_from <= $now
