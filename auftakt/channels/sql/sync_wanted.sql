-- gives: sync_wanted (temp; each person of the audience, why they are left out, else their key and row)
-- reads: people, memberships, traits, identifiers, consents, sync_suppressed
-- needs: $channel, $purpose, $columns, $kinds, $names, $key, $audience_id (null: everybody)
create or replace temp table sync_wanted as
with chosen as (
    select person_id from people
    where cast($audience_id as varchar) is null
        or person_id in (select person_id from memberships where audience_id = $audience_id)
),
columns as (
    select unnest($columns::varchar[]) as name, unnest($kinds::varchar[]) as kind, unnest($names::varchar[]) as source
),
facts as (
    select traits.person_id, columns.name, traits.text as value
    from traits join columns on columns.kind = 'trait' and columns.source = traits.name
    where traits.text is not null
    union all
    -- Of several, the one that was seen first last: what somebody has told most recently.
    select identifiers.person_id, columns.name, arg_max(identifiers.value, (identifiers.first_seen, identifiers.value))
    from identifiers join columns on columns.kind = 'identifier' and columns.source = identifiers.type
    group by identifiers.person_id, columns.name
),
rows as (
    select
        person_id, max(value) filter (where name = $key) as key,
        cast(to_json(map_from_entries(list((name, value) order by name))) as varchar) as facts
    from facts where person_id in (select person_id from chosen)
    group by person_id
),
granted as (
    select person_id from consents where channel = $channel and purpose = $purpose and granted
),
stopped as (
    -- `*` is every channel; `@` is a stop of an identifier (`type:value`), whatever the channel.
    select distinct identifiers.person_id
    from identifiers join sync_suppressed as s
        on s.address = lower(case when s.channel = '@' then identifiers.type || ':' else '' end || identifiers.value)
    where s.channel in ($channel, '*', '@')
),
judged as (
    select
        chosen.person_id, coalesce(rows.facts, '{}') as facts,
        case when $key = 'person_id' then chosen.person_id::varchar else rows.key end as key,
        case
            when granted.person_id is null then 'no_consent'
            when stopped.person_id is not null then 'suppressed'
            when $key <> 'person_id' and rows.key is null then 'no_key'
        end as left_out
    from chosen
    left join rows on rows.person_id = chosen.person_id
    left join granted on granted.person_id = chosen.person_id
    left join stopped on stopped.person_id = chosen.person_id
)
select *, md5(key || chr(31) || facts) as hash from judged
