-- gives: refused links, the latest first, with whose their ends are
-- reads: refused_links, identifiers
-- needs: $before, $most, $reason, $type, $person_id
select
    refused.refusal_no, a.type as a_type, a.value as a_value, a.person_id as a_person, b.type as b_type, b.value as b_value,
    b.person_id as b_person, refused.source_id as source, refused.seen_at, refused.refused_at, refused.reason,
    refused.type, refused.held
from refused_links as refused
join identifiers as a on a.ident_key = refused.key_a
join identifiers as b on b.ident_key = refused.key_b
where
    (cast($before as bigint) is null or refused.refusal_no < $before)
    and (cast($reason as varchar) is null or refused.reason = $reason)
    and (cast($type as varchar) is null or refused.type = $type)
    and (cast($person_id as bigint) is null or a.person_id = $person_id or b.person_id = $person_id)
order by refused.refusal_no desc
limit $most
