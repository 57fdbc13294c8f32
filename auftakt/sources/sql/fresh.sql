-- gives: fresh              the events that are new, as `events` keeps them, with all their identifiers
-- reads: arrived, fates
-- needs: nothing
create or replace temp table fresh as
with news as (
    select
        *, json_extract_string(
            properties, ['$.revenue', '$.total', '$.order_id', '$.campaign_id', '$.send_id', '$.category']
        ) as facts
    from arrived
    where log_offset in (select log_offset from fates where fate = 'stored')
)
select
    log_offset, event_key, source_id, message_id, type, name, happened_at, received_at,
    -- 0 is nobody's.
    coalesce(md5_number(ids[1][1] || chr(31) || ids[1][2]), 0::uhugeint) as ident_key,
    coalesce(try_cast(facts[1] as decimal(18, 4)), try_cast(facts[2] as decimal(18, 4))) as revenue,
    facts[3] as order_id, facts[4] as campaign_id, facts[5] as send_id, facts[6] as category,
    traits, properties, context,
    -- Opening the context of every event would cost more than all the rest.
    case when contains(context::varchar, '"bot"') then nullif(json_extract_string(context, '$.bot') = 'true', false) end as bot, ids
from news
