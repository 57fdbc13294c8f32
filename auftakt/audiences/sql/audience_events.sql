-- gives: audience_events (temp; per person what the leaves count, in one scan for all rules)
-- reads: events, identifiers, audience_candidates
-- needs: $now
-- slots: leaf_values, event_scope
create or replace temp table audience_events as
with known as (
    select ident_key, person_id from identifiers where person_id in (select person_id from audience_candidates)
)
select known.person_id, leaf_values as event_leaf
from events join known on known.ident_key = events.ident_key
where event_scope and happened_at <= $now
group by known.person_id
