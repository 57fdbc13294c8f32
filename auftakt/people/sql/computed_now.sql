-- gives: computed_now (temp; the values of candidates as they should be, one row a person and trait)
-- reads: computed_candidates, identifiers, events
-- needs: $now
-- slots: computed_values, computed_scope (may ask for ends of calendar windows)
create or replace temp table computed_now as
with known as (
    select ident_key, person_id from identifiers where person_id in (select person_id from computed_candidates)
),
found as (
    select known.person_id, computed_values as traits
    from events join known on known.ident_key = events.ident_key
    where computed_scope and events.bot is not true and happened_at <= $now
    group by known.person_id
),
flat as (
    select person_id, unnest(traits) as trait from found
)
select person_id, trait['name'] as name, trait['text'] as text
from flat
where trait['text'] is not null
