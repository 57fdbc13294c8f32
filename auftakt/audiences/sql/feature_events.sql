-- gives: events that most people had before a moment, with how many they are
-- reads: events, identifiers
-- needs: $until, $most
select events.name, count(distinct identifiers.person_id) as people
from events join identifiers on identifiers.ident_key = events.ident_key
where events.happened_at < $until and events.bot is not true and events.name <> ''
group by events.name
order by people desc, events.name
limit $most
