-- gives: group_member_candidates (temp; who joined or left in this batch, with what stood)
-- reads: fresh_groups, group_members
-- needs: nothing
create or replace temp table group_member_candidates as
with told as (
    select
        ident_key, group_type, group_id,
        case when not leaves then happened_at end as since,
        case when not leaves then happened_at end as joined_at,
        case when leaves then happened_at end as left_at,
        source_id, log_offset
    from fresh_groups
    where ident_key <> 0
),
standing as (
    select ident_key, group_type, group_id, since, joined_at, left_at, source_id, log_offset
    from group_members semi join told using (ident_key, group_type, group_id)
),
whole as (
    from told
    union all
    from standing
)
select
    ident_key, group_type, group_id, min(since) as since, max(joined_at) as joined_at, max(left_at) as left_at,
    -- The source is that of the first event in the log that told of it, so that the order of arrival does not matter.
    arg_min(source_id, log_offset) as source_id, min(log_offset) as log_offset
from whole
group by ident_key, group_type, group_id
