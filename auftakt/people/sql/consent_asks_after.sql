-- gives: each yes that waits for a confirmation, with the address to write to: the event's own, or the person's only one
-- reads: consent_asks, identifiers, consents, traits
-- needs: $after, $most
with asks as (
    select * from consent_asks where log_offset > $after and quiet is not true order by log_offset, purpose limit $most
),
owned as (
    select asks.*, own.person_id, case when own.type = 'email' then own.value end as own_address
    from asks join identifiers as own on own.ident_key = asks.ident_key
),
single as (
    select person_id, min(value) as address
    from identifiers
    where type = 'email' and person_id in (select person_id from owned)
    group by person_id
    having count(*) = 1
)
select
    owned.log_offset, owned.purpose, cast(owned.evidence as varchar) as evidence, owned.asked_at,
    owned.source_id as source, coalesce(own_address, single.address) as address, spoken.text as language,
    coalesce(standing.granted, false) as stands
from owned
left join single on single.person_id = owned.person_id
left join traits as spoken on spoken.person_id = owned.person_id and spoken.name = 'language'
left join consents as standing
    on standing.person_id = owned.person_id and standing.channel = 'email' and standing.purpose = owned.purpose
order by owned.log_offset, owned.purpose
