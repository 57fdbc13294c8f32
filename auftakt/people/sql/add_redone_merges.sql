-- gives: merges (the people that went into another one when a link was put back)
-- reads: regrouped, identifiers, links
-- needs: $now, $link_id
insert into merges (merged_at, from_person, into_person, log_offset)
select $now, regrouped.person_id, identifiers.person_id, (select max(log_offset) from links where link_id = $link_id)
from regrouped join identifiers on identifiers.origin_id = regrouped.person_id
where identifiers.person_id <> regrouped.person_id
