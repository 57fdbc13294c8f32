-- gives: group_candidates (temp; the groups of this batch, with what stood of them)
-- reads: fresh_groups, groups
-- needs: nothing
create or replace temp table group_candidates as
with told as (
    select group_type, group_id, happened_at as first_seen, happened_at as last_seen from fresh_groups
),
standing as (
    select group_type, group_id, first_seen, last_seen
    from groups semi join told using (group_type, group_id)
),
whole as (
    from told
    union all
    from standing
)
select group_type, group_id, min(first_seen) as first_seen, max(last_seen) as last_seen from whole group by all
