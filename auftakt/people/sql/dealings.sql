-- gives: deals and inquiries of a person as the latest event left each, the latest first
-- reads: events, identifiers
-- needs: $person_id, $most
with theirs as (
    select
        case name when 'Deal Updated' then 'deal' else 'inquiry' end as kind, happened_at, source_id, log_offset, message_id,
        json_extract_string(
            properties,
            ['$.deal_id', '$.inquiry_id', '$.name', '$.subject', '$.stage', '$.status', '$.amount', '$.currency',
             '$.close_date', '$.owner', '$.company', '$.text']
        ) as facts
    from events
    where name in ('Deal Updated', 'Inquiry Received')
        and ident_key in (select ident_key from identifiers where person_id = $person_id)
),
whole as (
    select kind, coalesce(facts[1], facts[2], message_id) as id, facts, happened_at, source_id, log_offset from theirs
)
select
    kind, id, min(happened_at) as opened_at, max(happened_at) as changed_at,
    arg_max(source_id, (happened_at, log_offset)) as source,
    arg_max(coalesce(facts[3], facts[4]), (happened_at, log_offset)) as title,
    arg_max(coalesce(facts[5], facts[6]), (happened_at, log_offset)) as stage,
    arg_max(try_cast(facts[7] as decimal(18, 4)), (happened_at, log_offset)) as amount,
    arg_max(facts[8], (happened_at, log_offset)) as currency,
    arg_max(facts[9], (happened_at, log_offset)) as closes_on,
    arg_max(facts[10], (happened_at, log_offset)) as owner,
    arg_max(facts[11], (happened_at, log_offset)) as company,
    arg_max(facts[12], (happened_at, log_offset)) as text,
    count(*) as changes
from whole
group by kind, id
order by changed_at desc, kind, id
limit $most
