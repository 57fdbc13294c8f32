-- gives: group_trait_candidates (temp; for each trait that this batch told: that, and what stood, the latest first)
-- reads: fresh_groups, group_traits
-- needs: nothing
create or replace temp table group_trait_candidates as
with keys as (
    select *, unnest(list_distinct(json_keys(told))) as name from fresh_groups where told is not null
),
told as (
    select
        group_type, group_id, name, json_extract(told, '/' || replace(replace(name, '~', '~0'), '/', '~1')) ->> '$' as text,
        happened_at as set_at, source_id, log_offset
    from keys
    where name not in ('id', 'company_id', 'group_type', 'group_id')
),
standing as (
    select group_type, group_id, name, text, set_at, source_id, log_offset
    from group_traits semi join told using (group_type, group_id, name)
),
whole as (
    from told
    union all
    from standing
)
select
    group_type, group_id, name,
    arg_max(
        {'text': text, 'set_at': set_at, 'source_id': source_id, 'log_offset': log_offset},
        {'set_at': set_at, 'log_offset': log_offset, 'text': text}
    ) as fact
from whole
group by all
