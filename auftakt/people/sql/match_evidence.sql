-- gives: match_facts (temp; as for people, but by the identifiers that told it, under the ids that those were born with)
-- reads: match_wanted, trait_facts, identifiers, links
-- needs: nothing
create or replace temp table match_facts as
-- Whom matching joined says nothing about how good matching is.
with matched as (
    select identifiers.person_id
    from links join identifiers on identifiers.ident_key = links.key_a
    where links.source_id = 'match' and links.retracted_at is null
),
told as (
    select
        identifiers.origin_id as person_id, wanted.field_no, wanted.place, facts.value ->> '$' as value,
        facts.set_at as told_at
    from trait_facts as facts
    join match_wanted as wanted on wanted.kind = 'trait' and wanted.name = facts.name
    join identifiers on identifiers.ident_key = facts.ident_key
    where identifiers.person_id not in (select person_id from matched)
),
chosen as (
    select person_id, field_no, arg_min(value, {'place': place, 'age': -epoch_us(told_at), 'value': value}) as value
    from told
    where trim(value) <> '' and left(value, 1) not in ('{', '[')
    group by person_id, field_no
),
several as (
    select person_id from chosen group by person_id having count(*) > 1
)
select person_id, field_no, value from chosen where person_id in (select person_id from several)
