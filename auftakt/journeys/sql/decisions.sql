-- gives: journey_decisions (temp; one row a message that is due: sent or not, and the first reason that applies)
-- reads: journey_sending, sends, assignments, consents, traits, journey_suppressed, journey_stopped
-- needs: $now, $language, $quiet, $max_per_week
-- slots: nothing
create or replace temp table journey_decisions as
with lately as (
    select s.person_id, count(*) as messages
    from sends s
    where s.decision = 'reserved' and s.decided_at > $now::timestamp - interval 7 day
        and s.person_id in (select person_id from journey_sending)
    group by s.person_id
), known as materialized (
    -- Kept as it is: put into what follows, the language would be worked out at each place that asks for it.
    select d.*, nullif(trim(e.text), '') as address, k.send_id is not null as is_reserved, a.arm, c.granted,
        coalesce(r.messages, 0) as messages,
        case when d.variants[lower(split_part(l.text, '-', 1))] is not null then lower(split_part(l.text, '-', 1))
        else $language end as language
    from journey_sending d
    left join sends k on k.send_id = d.send_id and k.decision = 'reserved'
    left join assignments a on a.campaign_id = d.journey_id and a.person_id = d.person_id
    left join consents c on c.person_id = d.person_id and c.channel = d.channel and c.purpose = 'marketing'
    left join traits e on e.person_id = d.person_id and e.name = 'email'
    left join traits l on l.person_id = d.person_id and l.name = 'language'
    left join lately r on r.person_id = d.person_id
), reasoned as (
    select d.*, d.variants[d.language] as variant_id,
        case
            when d.ends_at <= $now::timestamp then 'campaign_ended'
            when d.is_reserved then 'already_sent'
            when d.arm = 'holdout' then 'holdout'
            when not d.approved then 'not_approved'
            when d.granted is not true then 'no_consent'
            when x.address is not null or s.person_id is not null then 'suppressed'
            when d.address is null then 'no_address'
            when d.variants[d.language] is null then 'no_variant'
            when $quiet::boolean then 'quiet_hours'
            else 'sent_ok'
        end as first_reason
    from known d
    left join journey_suppressed x on x.channel = d.channel and x.address = lower(d.address)
    left join journey_stopped s on s.person_id = d.person_id
)
select send_id, journey_id, version, person_id, entry_key, step_id, channel, approval_id, address, was_held, variant_id,
    case when variant_id is not null then language end as language,
    case
        when first_reason = 'sent_ok' and messages + row_number() over (
            partition by person_id, first_reason order by journey_id, version, step_id, entry_key
        ) > $max_per_week then 'cap'
        else first_reason
    end as reason
from reasoned
