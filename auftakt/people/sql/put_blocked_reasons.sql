-- gives: refused_links (with the reason of today, where a blocked value keeps two apart: whoever they are now)
-- reads: refused_links, identifiers
-- needs: nothing
-- slots: blocked_value (a condition on the type and the value of an identifier)
update refused_links
set reason = 'blocked', type = told.blocked_type, held = 0
from (
    with named as (
        select ident_key, type, value from identifiers
        where ident_key in (select key_a from refused_links union all select key_b from refused_links)
    ),
    blocked as (
        select ident_key, type from named where blocked_value
    )
    select refused.refusal_no, least(coalesce(a.type, b.type), coalesce(b.type, a.type)) as blocked_type
    from refused_links as refused
    left join blocked as a on a.ident_key = refused.key_a
    left join blocked as b on b.ident_key = refused.key_b
    where a.type is not null or b.type is not null
) as told
where
    told.refusal_no = refused_links.refusal_no
    and (refused_links.reason <> 'blocked' or refused_links.type <> told.blocked_type)
