-- gives: one number per stage of the loop, and what the day before brought
-- reads: events, people, memberships, positions, quarantine
-- needs: $played, $since, $most
select
    (select count(*) from events where source_id <> $played)::bigint as events,
    (select count(*) from events where source_id <> $played and received_at >= $since)::bigint as events_new,
    (select count(*) from people)::bigint as people,
    (select count(distinct audience_id) from memberships)::bigint as audiences,
    (select count(*) from positions)::bigint as in_journey,
    (select count(*) from events where name = 'Email Sent')::bigint as sent,
    (select count(*) from events where name = 'Email Sent' and received_at >= $since)::bigint as sent_new,
    (select count(*) from quarantine where state = 'open')::bigint as quarantined,
    (select count(*) from people where identifier_count > $most)::bigint as oversized,
    (select coalesce(arg_max(person_id, identifier_count), 0) from people)::bigint as largest
