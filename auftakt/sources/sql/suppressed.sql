-- gives: suppressed         lines with an identifier of a person who must not be collected any more
-- reads: arrived, blocked_identifiers, erased
-- needs: $salt (of the hashes in erased)
create or replace temp table suppressed as
with pairs as (
    select log_offset, happened_at, unnest(ids) as pair
    from arrived
    where k = 'e' and (exists (select 1 from blocked_identifiers) or exists (select 1 from erased))
),
blocked as (
    select log_offset
    from pairs
    where md5_number(pair[1] || chr(31) || pair[2]) in (select ident_key from blocked_identifiers)
),
hashed as (
    select log_offset, happened_at, sha256($salt || pair[1] || chr(31) || pair[2]) as digest
    from pairs
    where exists (select 1 from erased)
)
select log_offset from blocked
union
select hashed.log_offset
from hashed join erased on erased.digest = hashed.digest and (erased.until is null or hashed.happened_at <= erased.until)
union
select log_offset from arrived where k = 'x'
