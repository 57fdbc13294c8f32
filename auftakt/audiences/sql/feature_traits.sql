-- gives: what traits said before a moment, in a part of the people: of each its commonest values, how many people have
--        the trait, and of how many of those it is a number
-- reads: trait_facts, identifiers
-- needs: $until, $parts, $most
with told as (
    select identifiers.person_id, trait_facts.name, trait_facts.value ->> '$' as text
    from trait_facts join identifiers on identifiers.ident_key = trait_facts.ident_key
    where trait_facts.set_at < $until and identifiers.person_id % $parts = 0
    qualify row_number() over (
        partition by identifiers.person_id, trait_facts.name order by trait_facts.set_at desc, trait_facts.log_offset desc
    ) = 1
),
counted as (
    select
        name, text, count(*) as people, count(try_cast(text as double)) as numbers
    from told
    where text is not null
    group by name, text
)
select
    name, text, people, sum(people) over (partition by name) as holders, sum(numbers) over (partition by name) as numbers,
    count(*) over (partition by name) as levels
from counted
qualify row_number() over (partition by name order by people desc, text) <= $most
order by holders desc, name, people desc, text
