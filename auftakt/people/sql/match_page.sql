-- gives: pairs of a state (or all), the likeliest first, after a place in that order
-- reads: match_states, people, traits
-- needs: $state, $pair_id, $before, $before_pair, $most
with page as (
    select *
    from match_states
    where ($state = '' or state = $state)
        and (cast($pair_id as bigint) is null or pair_id = $pair_id)
        and (
            cast($before as double) is null or weight < $before or (weight = $before and pair_id > $before_pair)
        )
    order by weight desc, pair_id
    limit $most
),
sides as (
    select person_a as person_id from page union select person_b from page
),
named as (
    select
        traits.person_id,
        max(text) filter (where name = 'name') as whole_name,
        max(text) filter (where name in ('firstName', 'first_name')) as first_name,
        max(text) filter (where name in ('lastName', 'last_name')) as last_name
    from traits
    where traits.person_id in (select person_id from sides)
    group by traits.person_id
),
told as (
    select
        people.person_id,
        {
            'person_id': people.person_id, 'whole': named.whole_name, 'first': named.first_name, 'last': named.last_name,
            'first_seen': people.first_seen, 'last_seen': people.last_seen, 'identifiers': people.identifier_count
        } as facts
    from people left join named on named.person_id = people.person_id
    where people.person_id in (select person_id from sides)
)
select
    page.pair_id, cast(page.key_a as varchar) as key_a, cast(page.key_b as varchar) as key_b, page.state, page.probability,
    page.weight, page.run_id, page.found_at, page.decided_at, page.actor, page.reason, page.link_id, a.facts as a, b.facts as b
from page
join told as a on a.person_id = page.person_a
join told as b on b.person_id = page.person_b
order by page.weight desc, page.pair_id
