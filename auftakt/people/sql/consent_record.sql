-- gives: every decision of the owners of a page of addresses, with the first and the last mail to the address
-- reads: identifiers, consent_facts, events
-- needs: $after, $most
with decided as (
    select distinct identifiers.person_id
    from consent_facts join identifiers on identifiers.ident_key = consent_facts.ident_key
),
page as (
    select ident_key, value as address, person_id
    from identifiers
    where type = 'email' and value > $after and person_id in (select person_id from decided)
    order by value
    limit $most
),
sent as (
    select page.address, min(happened_at) as first_mail_at, max(happened_at) as last_mail_at
    from page join events on events.ident_key = page.ident_key
    where name = 'Email Sent'
    group by page.address
),
told as (
    select
        page.address, own.type, own.value, facts.channel, facts.purpose, facts.granted,
        cast(facts.evidence as varchar) as evidence, facts.decided_at, facts.source_id as source, facts.log_offset
    from page
    join identifiers as own on own.person_id = page.person_id
    join consent_facts as facts on facts.ident_key = own.ident_key
)
select told.*, sent.first_mail_at, sent.last_mail_at
from told left join sent on sent.address = told.address
order by told.address, told.decided_at, told.log_offset, told.channel, told.purpose
