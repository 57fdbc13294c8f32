-- gives: moved_identifiers (temp; rows of merged people as they shall be)
-- reads: identifiers, merged
-- needs: nothing
create or replace temp table moved_identifiers as
select ident_key, type, value, merged.into_person as person_id, origin_id, first_seen, source_id
from identifiers join merged on merged.from_person = identifiers.person_id
