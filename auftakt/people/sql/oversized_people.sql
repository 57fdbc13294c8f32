-- gives: people with more identifiers than the limit, the largest first
-- reads: people
-- needs: $most, $limit
select person_id, identifier_count as identifiers from people
where identifier_count > $most order by identifier_count desc, person_id limit $limit
