-- gives: fresh_ends (temp; the new links as pairs of people)
-- reads: fresh_links, fresh_identifiers
-- needs: nothing
create or replace temp table fresh_ends as
select a.person_id as a, b.person_id as b, fresh_links.log_offset
from fresh_links
join fresh_identifiers as a on a.ident_key = fresh_links.key_a
join fresh_identifiers as b on b.ident_key = fresh_links.key_b
