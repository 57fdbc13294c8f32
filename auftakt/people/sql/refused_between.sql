-- gives: a link between two people that was refused, if there is one
-- reads: refused_links, identifiers
-- needs: $one, $other
select refused.reason, refused.type, refused.held
from refused_links as refused
join identifiers as a on a.ident_key = refused.key_a
join identifiers as b on b.ident_key = refused.key_b
where (a.person_id = $one and b.person_id = $other) or (a.person_id = $other and b.person_id = $one)
order by refused.refusal_no desc
limit 1
