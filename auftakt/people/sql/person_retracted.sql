-- gives: links of a person that somebody took back, the latest first; the other end is mostly another person now
-- reads: links, identifiers, link_changes
-- needs: $person_id, $most
with taken as (
    select link_id, max(changed_at) as retracted_at, arg_max(actor, changed_at) as actor, arg_max(reason, changed_at) as reason
    from link_changes
    group by link_id
)
select
    links.link_id, a.type as a_type, a.value as a_value, b.type as b_type, b.value as b_value, links.source_id as source,
    links.seen_at, links.retracted_at, coalesce(taken.actor, '') as actor, coalesce(taken.reason, '') as reason,
    case when a.person_id = $person_id then b.person_id else a.person_id end as other_person
from links
join identifiers as a on a.ident_key = links.key_a
join identifiers as b on b.ident_key = links.key_b
left join taken on taken.link_id = links.link_id
where links.retracted_at is not null and (a.person_id = $person_id or b.person_id = $person_id)
order by links.retracted_at desc, links.link_id
limit $most
