-- gives: people
-- reads: people_candidates, identifiers
-- needs: nothing
insert into people (person_id, first_seen, last_seen, identifier_count)
with spans as (
    select person_id, min(first_seen) as first_seen, max(last_seen) as last_seen from people_candidates group by person_id
),
counts as (
    select person_id, count(*) as identifier_count
    from identifiers
    where person_id in (select person_id from spans)
    group by person_id
)
select person_id, first_seen, last_seen, identifier_count from spans join counts using (person_id)
