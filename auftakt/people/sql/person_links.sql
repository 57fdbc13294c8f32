-- gives: links that hold a person together
-- reads: links, identifiers, match_decisions, match_pairs
-- needs: $person_id, $most
with members as (
    select ident_key, type, value from identifiers where person_id = $person_id
),
matched as (
    select
        link_id, arg_max(pair_id, decision_no) as pair_id, arg_max(actor, decision_no) as actor,
        arg_max(reason, decision_no) as reason, max(decided_at) as decided_at
    from match_decisions
    where decision = 'approved'
    group by link_id
)
select
    links.link_id, a.type as a_type, a.value as a_value, b.type as b_type, b.value as b_value, links.source_id as source,
    links.seen_at, matched.pair_id, match_pairs.probability, matched.actor, matched.reason, matched.decided_at
from links
join members as a on a.ident_key = links.key_a
join members as b on b.ident_key = links.key_b
left join matched on matched.link_id = links.link_id
left join match_pairs on match_pairs.pair_id = matched.pair_id
where links.retracted_at is null
order by links.seen_at, links.link_id
limit $most
