-- gives: consents           that change for people who were there before and are now: how many become yes, how many end
-- reads: again_consents_before, consents, split_people, again_before
-- needs: nothing
with known as (
    select person_id from split_people where person_id in (select person_id from again_before)
),
was as (
    select person_id, channel, purpose, granted from again_consents_before where person_id in (select person_id from known)
),
now_is as (
    select person_id, channel, purpose, granted from consents where person_id in (select person_id from known)
),
moved as (
    select
        coalesce(was.channel, now_is.channel) as channel, coalesce(was.purpose, now_is.purpose) as purpose,
        coalesce(was.granted, false) as before, coalesce(now_is.granted, false) as after
    from was
    full join now_is
        on now_is.person_id = was.person_id and now_is.channel = was.channel and now_is.purpose = was.purpose
    where coalesce(was.granted, false) <> coalesce(now_is.granted, false)
)
select channel, purpose, count(*) filter (where after) as granted, count(*) filter (where before) as ended
from moved
group by channel, purpose
order by channel, purpose
