-- gives: match_apart (temp; people of whom somebody said that they are not one: a refused pair, or a link taken back)
-- reads: match_decisions, links, identifiers
-- needs: nothing
create or replace temp table match_apart as
with told as (
    select key_a, key_b from match_decisions where decision = 'refused'
    union all
    select key_a, key_b from links where retracted_at is not null
)
select distinct least(a.person_id, b.person_id) as one, greatest(a.person_id, b.person_id) as other
from told
join identifiers as a on a.ident_key = told.key_a
join identifiers as b on b.ident_key = told.key_b
where a.person_id <> b.person_id
