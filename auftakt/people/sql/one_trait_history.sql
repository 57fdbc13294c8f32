-- gives: what a trait of a person has been, the latest first
-- reads: trait_facts, identifiers, computed_changes
-- needs: $person_id, $name, $most
with theirs as (
    select ident_key, origin_id from identifiers where person_id = $person_id
),
reported as (
    select set_at as at, value ->> '$' as value, source_id as source, log_offset
    from trait_facts
    where name = $name and ident_key in (select ident_key from theirs)
),
computed as (
    select changed_at as at, text as value, 'computed' as source, 0 as log_offset
    from computed_changes
    where name = $name and person_id in (select origin_id from theirs)
)
select said.at, value, source
from (select * from reported union all select * from computed) as said
order by said.at desc, log_offset desc
limit $most
