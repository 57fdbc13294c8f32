-- gives: people with the moment from which a rehearsal knows them: when the hub, or an event of theirs, saw them first
-- reads: people, events, identifiers
-- needs: $until
-- slots: nothing
with seen as (
    select i.person_id, min(e.happened_at) as first_event
    from events e
    join identifiers i on i.ident_key = e.ident_key
    group by i.person_id
)
select p.person_id, least(p.first_seen, coalesce(s.first_event, p.first_seen)) as known_from, p.identifier_count
from people p
left join seen s on s.person_id = p.person_id
where least(p.first_seen, coalesce(s.first_event, p.first_seen)) <= $until
