-- gives: match_states (temp; each pair with the people of now and its state: open, approved, refused, undone, closed)
-- reads: match_pairs, match_decisions, match_apart, links, identifiers
-- needs: nothing
create or replace temp table match_states as
with decided as (
    select
        pair_id,
        arg_max(
            {'decision': decision, 'actor': actor, 'reason': reason, 'link_id': link_id, 'decided_at': decided_at}, decision_no
        ) as last
    from match_decisions
    group by pair_id
),
ends as (
    select pairs.*, a.person_id as person_a, b.person_id as person_b
    from match_pairs as pairs
    join identifiers as a on a.ident_key = pairs.key_a
    join identifiers as b on b.ident_key = pairs.key_b
)
select
    ends.*, last['decision'] as decision, last['actor'] as actor, last['reason'] as reason, last['link_id'] as link_id, last['decided_at'] as decided_at,
    case
        when last['decision'] = 'refused' then 'refused'
        when last['decision'] = 'approved' and links.retracted_at is null then 'approved'
        when last['decision'] = 'approved' then 'undone'
        when person_a = person_b or match_apart.one is not null then 'closed'
        else 'open'
    end as state
from ends
left join decided on decided.pair_id = ends.pair_id
left join links on links.link_id = decided.last['link_id']
left join match_apart
    on match_apart.one = least(ends.person_a, ends.person_b) and match_apart.other = greatest(ends.person_a, ends.person_b)
