-- gives: members of an audience after a person, each with its address and the reason why it may leave or not
-- reads: memberships, consents, traits, identifiers
-- needs: $audience_id, $purpose, $channel, $rows, $after, $most
with pairs as (
    select pair[1] as channel, lower(trim(pair[2])) as address
    from (select unnest(from_json($rows::json, '[["varchar"]]')) as pair)
), stopped as (
    select distinct identifiers.person_id
    from pairs
    join identifiers on pairs.channel = '@'
        and identifiers.type = split_part(pairs.address, ':', 1)
        and lower(identifiers.value) = substr(pairs.address, instr(pairs.address, ':') + 1)
), suppressed as (
    select distinct address from pairs where channel in ($channel, '*')
), kinds as (
    select case $channel when 'email' then 'email' when 'sms' then 'phone' when 'phone' then 'phone' else '' end as trait,
        case $channel when 'email' then ['email'] when 'sms' then ['phone'] when 'phone' then ['phone']
        when 'line' then ['line_user_id', 'line_id'] when 'push' then ['device_token'] else [] end as types
), known as (
    select person_id, min(value) as value
    from identifiers cross join kinds
    where list_contains(kinds.types, identifiers.type)
        and person_id in (select person_id from memberships where audience_id = $audience_id)
    group by person_id
), members as (
    select m.person_id, c.granted, coalesce(nullif(trim(e.text), ''), known.value) as address, s.person_id is not null as stopped
    from memberships m cross join kinds
    left join consents c on c.person_id = m.person_id and c.channel = $channel and c.purpose = $purpose
    left join traits e on e.person_id = m.person_id and e.name = kinds.trait
    left join known on known.person_id = m.person_id
    left join stopped s on s.person_id = m.person_id
    where m.audience_id = $audience_id
), reasoned as (
    select members.person_id, members.address,
        case
            when granted is not true then 'no_consent'
            when stopped or suppressed.address is not null then 'suppressed'
            when members.address is null and $channel <> 'post' then 'no_address'
            else 'sent_ok'
        end as reason
    from members left join suppressed on suppressed.address = lower(members.address)
)
select r.person_id, n.text as name, r.address, r.reason
from reasoned r left join traits n on n.person_id = r.person_id and n.name = 'name'
where r.person_id > $after order by r.person_id limit $most
