-- gives: suppressed         lines with an identifier of a person who must not be collected any more
-- reads: arrived, blocked_identifiers
-- needs: nothing
create or replace temp table suppressed as
with pairs as (
    select log_offset, unnest(ids) as pair
    from arrived
    where k = 'e' and exists (select 1 from blocked_identifiers)
)
select distinct log_offset
from pairs
where md5_number(pair[1] || chr(31) || pair[2]) in (select ident_key from blocked_identifiers)
