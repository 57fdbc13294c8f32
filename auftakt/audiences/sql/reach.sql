-- gives: by channel, how many of the matching people allow marketing, have an address there, and may be written to today
-- reads: matching_people, consents, identifiers
-- needs: $rows (a JSON list of [channel, address] that get nothing; `*` is every channel, `@` a person by an identifier)
with stopped as (
    select pair[1] as channel, pair[2] as address from (select unnest(from_json($rows::json, '[["varchar"]]')) as pair)
),
granted as (
    select distinct channel, person_id
    from consents
    where purpose = 'marketing' and granted and person_id in (select person_id from matching_people)
),
addresses as (
    select granted.channel, granted.person_id, lower(identifiers.value) as address
    from granted join identifiers
        on identifiers.person_id = granted.person_id
            and identifiers.type = case when granted.channel = 'sms' then 'phone' else granted.channel end
),
stopped_people as (
    select identifiers.person_id
    from identifiers join stopped
        on stopped.channel = '@' and stopped.address = identifiers.type || ':' || lower(identifiers.value)
),
allowed as (
    select addresses.channel, addresses.person_id
    from addresses
    where address not in (select address from stopped where channel = '*')
        and (channel, address) not in (select (channel, address) from stopped)
        and person_id not in (select person_id from stopped_people)
)
select
    granted.channel, count(distinct granted.person_id) as consented, count(distinct addresses.person_id) as addressed,
    count(distinct allowed.person_id) as reachable
from granted
left join addresses on addresses.channel = granted.channel and addresses.person_id = granted.person_id
left join allowed on allowed.channel = granted.channel and allowed.person_id = granted.person_id
group by granted.channel
order by reachable desc, granted.channel
