-- gives: fresh_trait_facts (temp; each trait that an event of this batch reported)
-- reads: fresh
-- needs: nothing
create or replace temp table fresh_trait_facts as
with reported as (
    select ident_key, happened_at, source_id, log_offset, traits from fresh where json_type(traits) = 'OBJECT'
),
keys as (
    select *, unnest(list_distinct(json_keys(traits))) as name from reported
),
whole as (
    select
        ident_key, name, happened_at as set_at, source_id, log_offset,
        json_extract(traits, '/' || replace(replace(name, '~', '~0'), '/', '~1')) as value
    from keys
    where name <> 'consent'
),
inner_keys as (
    select *, unnest(list_distinct(json_keys(value))) as part
    from whole
    where name in ('address', 'company') and json_type(value) = 'OBJECT'
),
parts as (
    select
        ident_key, name || '.' || part as name, set_at, source_id, log_offset,
        json_extract(value, '/' || replace(replace(part, '~', '~0'), '/', '~1')) as value
    from inner_keys
)
select ident_key, name, value, set_at, source_id, log_offset from whole
union all
select ident_key, name, value, set_at, source_id, log_offset from parts
