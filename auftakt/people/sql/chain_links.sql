-- gives: some links with the event that first named both identifiers
-- reads: links, identifiers, events, match_decisions, match_pairs
-- needs: $link_ids
with matched as (
    select
        link_id, arg_max(pair_id, decision_no) as pair_id, arg_max(actor, decision_no) as actor,
        arg_max(reason, decision_no) as reason, max(decided_at) as decided_at
    from match_decisions
    where decision = 'approved' and link_id in (select unnest($link_ids))
    group by link_id
)
select
    links.link_id, a.type as a_type, a.value as a_value, b.type as b_type, b.value as b_value, links.source_id as source,
    links.seen_at, links.log_offset, coalesce(events.name, '') as event, coalesce(events.message_id, '') as message_id,
    matched.pair_id, match_pairs.probability, matched.actor, matched.reason, matched.decided_at
from links
join identifiers as a on a.ident_key = links.key_a
join identifiers as b on b.ident_key = links.key_b
left join events on events.log_offset = links.log_offset
left join matched on matched.link_id = links.link_id
left join match_pairs on match_pairs.pair_id = matched.pair_id
where links.link_id in (select unnest($link_ids))
