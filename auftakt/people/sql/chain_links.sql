-- gives: some links with the event that first named both identifiers
-- reads: links, identifiers, events
-- needs: $link_ids
select
    links.link_id, a.type as a_type, a.value as a_value, b.type as b_type, b.value as b_value, links.source_id as source,
    links.seen_at, links.log_offset, coalesce(events.name, '') as event, coalesce(events.message_id, '') as message_id
from links
join identifiers as a on a.ident_key = links.key_a
join identifiers as b on b.ident_key = links.key_b
left join events on events.log_offset = links.log_offset
where links.link_id in (select unnest($link_ids))
