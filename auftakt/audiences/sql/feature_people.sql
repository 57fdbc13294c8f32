-- gives: how many people had done something before a moment
-- reads: events, identifiers
-- needs: $until
select count(distinct identifiers.person_id) as people
from events join identifiers on identifiers.ident_key = events.ident_key
where events.happened_at < $until and events.bot is not true
