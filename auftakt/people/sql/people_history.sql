-- gives: people_candidates (temp; when the split people were ever seen)
-- reads: events, identifiers, split_people
-- needs: nothing
create or replace temp table people_candidates as
with known as (
    select ident_key, person_id, first_seen from identifiers where person_id in (select person_id from split_people)
)
select known.person_id, events.happened_at as first_seen, events.happened_at as last_seen
from events join known on known.ident_key = events.ident_key
union all
select person_id, first_seen, first_seen from known
