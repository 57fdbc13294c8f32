-- gives: value              addresses and numbers of these identifiers' people as they were written
-- reads: trait_facts
-- needs: $keys
select distinct json_extract_string(value, '$') as value
from trait_facts
where ident_key in (select unnest($keys::uhugeint[])) and name in ('email', 'phone')
    and json_type(value) in ('VARCHAR', 'UBIGINT', 'BIGINT')
