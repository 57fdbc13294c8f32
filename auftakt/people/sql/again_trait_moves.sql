-- gives: traits             that change for people who were there before and are now, each with how many and three examples
-- reads: again_traits_before, traits, split_people, again_before
-- needs: $most
with known as (
    select person_id from split_people where person_id in (select person_id from again_before)
),
was as (
    select person_id, name, text from again_traits_before where text is not null and person_id in (select person_id from known)
),
now_is as (
    select person_id, name, text from traits where text is not null and person_id in (select person_id from known)
),
moved as (
    select
        coalesce(was.person_id, now_is.person_id) as person_id, coalesce(was.name, now_is.name) as name,
        was.text as before, now_is.text as after
    from was full join now_is on now_is.person_id = was.person_id and now_is.name = was.name
    where was.text is distinct from now_is.text
)
select
    name, count(*) as people,
    to_json(list({'person_id': person_id, 'before': before, 'after': after} order by person_id)[:3])::varchar as examples
from moved
group by name
order by count(*) desc, name
limit $most
