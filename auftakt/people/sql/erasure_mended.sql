-- gives: offsets            quarantined lines that were mended into events with one of these identifiers
-- reads: mends
-- needs: $keys
select distinct quarantined as log_offset
from mends
where list_contains($keys::uhugeint[], ident_key)
