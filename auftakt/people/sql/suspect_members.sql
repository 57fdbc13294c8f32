-- gives: suspect_members (temp; identifiers of the batch that belong to suspects, with the rank of their type)
-- reads: fresh_identifiers, limit_suspects, moved
-- needs: $types, $ranks, $other
create or replace temp table suspect_members as
with known as (
    select unnest(cast($types as varchar[])) as type, unnest(cast($ranks as bigint[])) as rank
)
select ids.ident_key, ids.person_id, coalesce(known.rank, $other) as rank
from fresh_identifiers as ids
left join moved on moved.from_person = ids.person_id
left join known on known.type = ids.type
where coalesce(moved.into_person, ids.person_id) in (select whole from limit_suspects)
