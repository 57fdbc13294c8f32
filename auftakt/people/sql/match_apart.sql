-- gives: match_apart (temp; people of whom somebody said that they are not one: a refused pair, or a link taken back)
-- reads: match_decisions, links, identifiers
-- needs: nothing
create or replace temp table match_apart as
with latest as (
    select
        pair_id, any_value(key_a) as key_a, any_value(key_b) as key_b, arg_max(decision, decision_no) as decision,
        max(link_id) as link_id
    from match_decisions
    group by pair_id
),
told as (
    select key_a, key_b from latest where decision = 'refused'
    union all
    select key_a, key_b
    from links
    -- Who opens a pair again takes back that its link was taken back.
    where retracted_at is not null
        and not exists (select 1 from latest where latest.decision = 'reopened' and latest.link_id = links.link_id)
)
select distinct least(a.person_id, b.person_id) as one, greatest(a.person_id, b.person_id) as other
from told
join identifiers as a on a.ident_key = told.key_a
join identifiers as b on b.ident_key = told.key_b
where a.person_id <> b.person_id
