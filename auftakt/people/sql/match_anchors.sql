-- gives: the identifier of each person that told most of what was compared, the oldest of equals; as text, and its person
-- reads: match_wanted, match_kept, traits, trait_facts, identifiers
-- needs: nothing
with told as (
    select traits.person_id, facts.ident_key
    from traits
    join match_wanted as wanted on wanted.kind = 'trait' and wanted.name = traits.name
    join trait_facts as facts on facts.name = traits.name and facts.log_offset = traits.log_offset
    where traits.person_id in (select person_id from match_kept)
    union all
    select identifiers.person_id, identifiers.ident_key
    from identifiers join match_wanted as wanted on wanted.kind = 'identifier' and wanted.name = identifiers.type
    where identifiers.person_id in (select person_id from match_kept)
    union all
    select person_id, ident_key from identifiers where person_id in (select person_id from match_kept)
),
counted as (
    select person_id, ident_key, count(*) as told from told group by person_id, ident_key
)
select
    counted.person_id,
    cast(arg_max(counted.ident_key, {'told': counted.told, 'older': -identifiers.origin_id}) as varchar) as anchor
from counted
join identifiers on identifiers.ident_key = counted.ident_key and identifiers.person_id = counted.person_id
group by counted.person_id
