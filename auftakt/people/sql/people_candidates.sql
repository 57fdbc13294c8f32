-- gives: people_candidates (temp; when touched people were seen: in this batch, and before it)
-- reads: fresh, identifiers, people, merged, touched, fresh_refused
-- needs: nothing
create or replace temp table people_candidates as
with seen as (
    select ident_key, min(happened_at) as first_seen, max(happened_at) as last_seen from fresh group by ident_key
),
standing as (
    select coalesce(merged.into_person, people.person_id) as person_id, first_seen, last_seen
    from people left join merged on merged.from_person = people.person_id
    where people.person_id in (select person_id from touched union all select from_person from merged)
),
-- Whom a refused link left alone: no event is theirs, but they are somebody.
alone as (
    select key_a as ident_key from fresh_refused union select key_b from fresh_refused
)
select identifiers.person_id, seen.first_seen, seen.last_seen
from seen join identifiers on identifiers.ident_key = seen.ident_key
union all
select identifiers.person_id, identifiers.first_seen, identifiers.first_seen as last_seen
from alone join identifiers on identifiers.ident_key = alone.ident_key
union all
select * from standing
