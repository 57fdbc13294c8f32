-- gives: merges             people who went into others because of a replay, with the latest event that links the two
-- reads: again_went, identifiers, links
-- needs: $now
insert into merges (merged_at, from_person, into_person, log_offset)
with own as (
    select went.from_person, went.into_person, identifiers.ident_key
    from again_went as went join identifiers on identifiers.origin_id = went.from_person
    where went.into_person is not null
),
ends as (
    select own.from_person, links.log_offset
    from own join links on links.key_a = own.ident_key
    where links.retracted_at is null
    union all
    select own.from_person, links.log_offset
    from own join links on links.key_b = own.ident_key
    where links.retracted_at is null
),
latest as (
    select from_person, max(log_offset) as log_offset from ends group by from_person
)
select $now, own.from_person, own.into_person, coalesce(latest.log_offset, -1)
from own left join latest on latest.from_person = own.from_person
