-- gives: ruled_members (temp; identifiers of the people in question, with the rank of their type and whether they are blocked)
-- reads: identifiers, rule_scope
-- needs: $types, $ranks, $other
-- slots: blocked_value (a condition on the type and the value of an identifier)
create or replace temp table ruled_members as
with known as (
    select unnest(cast($types as varchar[])) as kind, unnest(cast($ranks as bigint[])) as rank
)
select ident_key, type, value, person_id, origin_id, first_seen, blocked_value as blocked, coalesce(known.rank, $other) as rank
from identifiers left join known on known.kind = identifiers.type
where person_id in (select person_id from rule_scope)
