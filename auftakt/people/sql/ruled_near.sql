-- gives: ruled_near (temp; pairs of people whom a refused link would join if it were tried again)
-- reads: refused_links, identifiers
-- needs: nothing
-- slots: blocked_value (a condition on the type and the value of an identifier)
create or replace temp table ruled_near as
with named as (
    select ident_key, type, value, person_id from identifiers
    where ident_key in (select key_a from refused_links union all select key_b from refused_links)
),
open as (
    select ident_key, person_id from named where not blocked_value
)
select distinct a.person_id as a, b.person_id as b
from refused_links as refused
join open as a on a.ident_key = refused.key_a
join open as b on b.ident_key = refused.key_b
where a.person_id <> b.person_id
