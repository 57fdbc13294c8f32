-- gives: fresh_consent_facts (temp; each decision about consent that an event of this batch reported)
-- reads: fresh
-- needs: nothing
create or replace temp table fresh_consent_facts as
with updates as (
    select
        ident_key, properties ->> '$.channel' as channel, properties ->> '$.purpose' as purpose,
        properties ->> '$.granted' as granted, json_extract(properties, '$.evidence') as evidence,
        happened_at, source_id, log_offset, name, message_id
    from fresh
    where name = 'Consent Updated'
),
unsubscribes as (
    select
        ident_key, properties ->> '$.channel' as channel, 'marketing' as purpose, 'false' as granted,
        cast(null as json) as evidence, happened_at, source_id, log_offset, name, message_id
    from fresh
    where name = 'Unsubscribed'
),
consenting as (
    select *, json_extract(traits, '$.consent') as consent
    from fresh
    where json_type(json_extract(traits, '$.consent')) = 'OBJECT'
),
channels as (
    select *, unnest(list_distinct(json_keys(consent))) as channel from consenting
),
decisions as (
    select *, json_extract(consent, '/' || replace(replace(channel, '~', '~0'), '/', '~1')) as decision from channels
),
from_traits as (
    select
        ident_key, channel, decision ->> '$.purpose' as purpose,
        case when json_type(decision) = 'OBJECT' then decision ->> '$.granted' else decision ->> '$' end as granted,
        json_extract(decision, '$.evidence') as evidence, happened_at, source_id, log_offset, name, message_id
    from decisions
),
reported as (
    select * from updates union all select * from unsubscribes union all select * from from_traits
)
select
    ident_key, lower(trim(coalesce(channel, 'email'))) as channel, lower(trim(coalesce(purpose, 'marketing'))) as purpose,
    lower(granted) in ('true', 'yes', '1', 'granted') as granted,
    case
        when evidence is null or json_type(evidence) = 'NULL' then to_json({'event': name, 'message_id': message_id})
        else evidence
    end as evidence,
    happened_at as decided_at, source_id, log_offset
from reported
where granted is not null
