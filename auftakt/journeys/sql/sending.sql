-- gives: journey_sending (temp; who stands at a send step, with the send's id, equal to kit.ids.stable_id of its four parts)
-- reads: journey_moving, plan_steps, plan_versions
-- needs: nothing
-- slots: nothing
create or replace temp table journey_sending as
with standing as (
    select m.journey_id, m.version, m.person_id, m.entry_key, m.step_id, s.channel, s.id_prefix, s.variants,
        v.approval_id, v.approved, v.ends_at, m.was_held, m.person_id::varchar as person
    from journey_moving m
    join plan_steps s on s.journey_id = m.journey_id and s.version = m.version and s.step_id = m.step_id
    join plan_versions v on v.journey_id = m.journey_id and v.version = m.version
    where s.kind = 'send'
)
select * exclude (id_prefix, person), 'snd_' || left(sha256(
    unhex(id_prefix) || unhex(format('{:016x}', strlen(person))) || encode(person)
    || unhex(format('{:016x}', strlen(entry_key))) || encode(entry_key)
), 26) as send_id
from standing
