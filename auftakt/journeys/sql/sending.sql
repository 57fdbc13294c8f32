-- gives: journey_sending (temp; who stands at a send step, with the send's id, equal to kit.ids.stable_id of its four parts)
-- reads: journey_moving, plan_steps, plan_versions
-- needs: nothing
-- slots: nothing
create or replace temp table journey_sending as
with standing as (
    select m.journey_id, m.version, m.person_id, m.entry_key, m.step_id, s.channel, s.id_prefix, s.variants,
        v.approval_id, v.approved, v.ends_at, m.was_held, m.person_id::varchar as person, '0123456789abcdefghjkmnpqrstvwxyz' as a
    from journey_moving m
    join plan_steps s on s.journey_id = m.journey_id and s.version = m.version and s.step_id = m.step_id
    join plan_versions v on v.journey_id = m.journey_id and v.version = m.version
    where s.kind = 'send'
), hashed as (
    select *, sha256(
        unhex(id_prefix) || unhex(format('{:016x}', strlen(person))) || encode(person)
        || unhex(format('{:016x}', strlen(entry_key))) || encode(entry_key)
    ) as h
    from standing
), numbers as (
    -- 26 digits of 5 bits: two of the first byte, then six times four of 20 bits
    select *, ('0x' || substr(h, 1, 2))::integer as v0,
        ('0x' || substr(h, 3, 5))::integer as v1,
        ('0x' || substr(h, 8, 5))::integer as v2,
        ('0x' || substr(h, 13, 5))::integer as v3,
        ('0x' || substr(h, 18, 5))::integer as v4,
        ('0x' || substr(h, 23, 5))::integer as v5,
        ('0x' || substr(h, 28, 5))::integer as v6
    from hashed
)
select journey_id, version, person_id, entry_key, step_id, channel, variants, approval_id, approved, ends_at,
    was_held,
    'snd_' || substr(a, (v0 >> 5) + 1, 1) || substr(a, (v0 & 31) + 1, 1) ||
    substr(a, (v1 >> 15 & 31) + 1, 1) || substr(a, (v1 >> 10 & 31) + 1, 1) || substr(a, (v1 >> 5 & 31) + 1, 1) || substr(a, (v1 >> 0 & 31) + 1, 1) ||
    substr(a, (v2 >> 15 & 31) + 1, 1) || substr(a, (v2 >> 10 & 31) + 1, 1) || substr(a, (v2 >> 5 & 31) + 1, 1) || substr(a, (v2 >> 0 & 31) + 1, 1) ||
    substr(a, (v3 >> 15 & 31) + 1, 1) || substr(a, (v3 >> 10 & 31) + 1, 1) || substr(a, (v3 >> 5 & 31) + 1, 1) || substr(a, (v3 >> 0 & 31) + 1, 1) ||
    substr(a, (v4 >> 15 & 31) + 1, 1) || substr(a, (v4 >> 10 & 31) + 1, 1) || substr(a, (v4 >> 5 & 31) + 1, 1) || substr(a, (v4 >> 0 & 31) + 1, 1) ||
    substr(a, (v5 >> 15 & 31) + 1, 1) || substr(a, (v5 >> 10 & 31) + 1, 1) || substr(a, (v5 >> 5 & 31) + 1, 1) || substr(a, (v5 >> 0 & 31) + 1, 1) ||
    substr(a, (v6 >> 15 & 31) + 1, 1) || substr(a, (v6 >> 10 & 31) + 1, 1) || substr(a, (v6 >> 5 & 31) + 1, 1) || substr(a, (v6 >> 0 & 31) + 1, 1) as send_id
from numbers
