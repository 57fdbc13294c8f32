-- gives: ruled_refused (temp; the pairs that a blocked value keeps apart)
-- reads: ruled_pairs
-- needs: nothing
create or replace temp table ruled_refused as
select pair_no, 'blocked' as reason, blocked_type as type, cast(0 as bigint) as held
from ruled_pairs where blocked_type is not null
