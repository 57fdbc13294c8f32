-- gives: fresh_groups (temp; what this batch told of groups: who joined or left, and traits)
-- reads: fresh
-- needs: nothing
create or replace temp table fresh_groups as
with named as (
    select
        ident_key, happened_at, source_id, log_offset, type = 'track' as leaves,
        coalesce(properties ->> '$.group_type', properties ->> '$.traits.group_type', properties ->> '$.groupType') as kind,
        coalesce(properties ->> '$.group_id', properties ->> '$.groupId') as id,
        case when type = 'group' then json_extract(properties, '$.traits') end as told
    from fresh
    where type = 'group' or (type = 'track' and name = 'Group Left')
),
companies as (
    select
        ident_key, happened_at, source_id, log_offset, false as leaves, 'account' as kind,
        coalesce(traits ->> '$.company.id', traits ->> '$.company.company_id') as id,
        json_extract(traits, '$.company') as told
    from fresh
    where type = 'identify' and json_type(traits, '$.company') = 'OBJECT'
),
whole as (
    from named
    union all
    from companies
)
select
    ident_key, lower(trim(coalesce(nullif(trim(kind), ''), 'account'))) as group_type, trim(id) as group_id, leaves,
    case when json_type(told) = 'OBJECT' then told end as told, happened_at, source_id, log_offset
from whole
where trim(id) <> '' and length(id) <= 1000 and length(coalesce(kind, '')) <= 100
