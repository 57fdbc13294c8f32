-- gives: every decision about consent of one person, and every sign-up (granted is null), the latest first
-- reads: consent_facts, events, identifiers
-- needs: $person_id, $most
with own as (
    select ident_key, type, value from identifiers where person_id = $person_id
),
decided as (
    select
        own.type, own.value, channel, purpose, granted, cast(evidence as varchar) as evidence,
        decided_at as said_at, source_id as source, log_offset
    from consent_facts join own on own.ident_key = consent_facts.ident_key
),
asked as (
    select
        own.type, own.value, lower(trim(coalesce(properties ->> '$.channel', 'email'))) as channel,
        lower(trim(coalesce(properties ->> '$.purpose', 'marketing'))) as purpose, cast(null as boolean) as granted,
        cast(json_extract(properties, '$.evidence') as varchar) as evidence, happened_at as said_at, source_id as source,
        log_offset
    from events join own on own.ident_key = events.ident_key
    where name = 'Consent Requested'
)
select * from (select * from decided union all select * from asked) as found
order by said_at desc, log_offset desc, channel, purpose
limit $most
