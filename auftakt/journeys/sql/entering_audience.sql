-- gives: journey_entering (temp; who may enter because they came into the audience, unless a replay brought them)
-- reads: plan_versions, memberships, quiet_memberships, entry_marks
-- needs: $now
-- slots: nothing
create or replace temp table journey_entering as
select v.journey_id, v.version, m.person_id, '' as base_key,
    case when v.reentry = 'never' then '' else '#' || epoch_us(m.since)::varchar end as entry_key,
    $now::timestamp as entered_at
from plan_versions v
join memberships m on m.audience_id = v.journey_id
left join entry_marks k on k.journey_id = v.journey_id and k.version = v.version
where v.enters and v.entry = 'audience' and (
        k.seen_until is null
        or m.since >= k.seen_until and not exists (
            select 1
            from quiet_memberships q
            where q.audience_id = m.audience_id and q.person_id = m.person_id and q.since = m.since
        )
    )
