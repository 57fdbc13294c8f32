-- gives: merges (the people that went into another one without an event: by a match, or by a rule)
-- reads: regrouped, identifiers
-- needs: $now
insert into merges (merged_at, from_person, into_person, log_offset)
select $now, regrouped.person_id, identifiers.person_id, -1
from regrouped join identifiers on identifiers.origin_id = regrouped.person_id
where identifiers.person_id <> regrouped.person_id
