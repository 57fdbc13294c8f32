-- gives: sync_changes (temp; what the destination does not have as it should, keys that go before rows that come)
-- reads: sync_wanted, sync_known
-- needs: nothing
create or replace temp table sync_changes as
with wanted as (
    select person_id, key, facts, hash from sync_wanted where left_out is null
),
changes as (
    select known.person_id, false as is_put, known.key, null::varchar as facts, null::varchar as hash
    from sync_known known left join wanted on wanted.person_id = known.person_id
    where wanted.person_id is null or wanted.key <> known.key
    union all
    select wanted.person_id, true as is_put, wanted.key, wanted.facts, wanted.hash
    from wanted left join sync_known known on known.person_id = wanted.person_id
    where known.person_id is null or known.hash <> wanted.hash
)
select row_number() over (order by is_put, person_id) as place, * from changes
