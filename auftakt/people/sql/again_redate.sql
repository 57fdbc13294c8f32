-- gives: identifiers        with when and where they were first seen, where an event that told so tells it no more
-- reads: again_named, again_identifiers, again_outside
-- needs: nothing
update identifiers
set first_seen = told.first_seen, source_id = told.source_id
from (
    with whole as (
        select ident_key, first_seen, source_id from again_identifiers
        where ident_key in (select ident_key from again_named)
        union all
        select other, first_seen, source_id from again_outside
        where other in (select ident_key from again_named)
    )
    select ident_key, min(first_seen) as first_seen, arg_min(source_id, first_seen) as source_id from whole group by ident_key
) as told
where told.ident_key = identifiers.ident_key
