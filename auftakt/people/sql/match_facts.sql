-- gives: match_facts (temp; of each person who has two fields or more the values that are compared)
-- reads: match_wanted, traits, identifiers
-- needs: nothing
create or replace temp table match_facts as
with told as (
    select traits.person_id, wanted.field_no, wanted.place, traits.text as value, traits.set_at as told_at
    from traits join match_wanted as wanted on wanted.kind = 'trait' and wanted.name = traits.name
    where trim(traits.text) <> '' and left(traits.text, 1) not in ('{', '[')
    union all
    select identifiers.person_id, wanted.field_no, wanted.place, identifiers.value, identifiers.first_seen
    from identifiers join match_wanted as wanted on wanted.kind = 'identifier' and wanted.name = identifiers.type
),
chosen as (
    select person_id, field_no, arg_min(value, {'place': place, 'age': -epoch_us(told_at), 'value': value}) as value
    from told
    group by person_id, field_no
),
several as (
    select person_id from chosen group by person_id having count(*) > 1
)
select person_id, field_no, value from chosen where person_id in (select person_id from several)
