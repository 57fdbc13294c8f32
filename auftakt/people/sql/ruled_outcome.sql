-- gives: ruled_outcome (temp; whose each identifier is, and whose it would be)
-- reads: ruled_members, moved
-- needs: nothing
create or replace temp table ruled_outcome as
select ident_key, type, value, rank, person_id, coalesce(moved.into_person, origin_id) as becomes
from ruled_members left join moved on moved.from_person = ruled_members.origin_id
