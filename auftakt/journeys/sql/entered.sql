-- gives: journey_entered (temp; who enters now, with their arm: what was decided once stays, else a salted hash decides)
-- reads: journey_entering, plan_versions, entries, positions, assignments
-- needs: nothing
-- slots: nothing
create or replace temp table journey_entered as
with candidates as (
    select journey_id, version, person_id, base_key, entry_key, min(entered_at) as entered_at
    from journey_entering
    group by journey_id, version, person_id, base_key, entry_key
), fresh_ones as (
    select c.*, v.reentry, v.holdout, v.first_step,
        row_number() over (partition by c.journey_id, c.person_id, c.base_key order by c.entered_at, c.entry_key) as nth
    from candidates c
    join plan_versions v on v.journey_id = c.journey_id and v.version = c.version
    where not exists (
        select 1 from entries e
        where e.journey_id = c.journey_id and e.person_id = c.person_id and e.entry_key = c.entry_key
    )
)
select c.journey_id, c.version, c.person_id, c.entry_key, c.entered_at, c.first_step, a.arm is null as is_new,
    coalesce(a.arm, case
        when ('0x' || substr(md5(c.journey_id || ':' || c.person_id), 1, 8))::bigint / 4294967296.0 < c.holdout then 'holdout'
        else 'treated'
    end) as arm
from fresh_ones c
left join assignments a on a.campaign_id = c.journey_id and a.person_id = c.person_id
where c.reentry <> 'after_exit' or c.nth = 1 and not exists (
    select 1 from positions p
    where p.journey_id = c.journey_id and p.person_id = c.person_id
        and regexp_replace(p.entry_key, '#[0-9]+$', '') = c.base_key
)
