-- gives: split_people       people of whom something is different now
-- reads: identifiers, again_before, again_touched
-- needs: nothing
create or replace temp table split_people as
with moved as (
    select identifiers.ident_key, identifiers.person_id, again_before.person_id as was_person
    from identifiers join again_before on again_before.ident_key = identifiers.ident_key
    where identifiers.person_id <> again_before.person_id
),
gone as (
    select again_before.person_id
    from again_before
    where again_before.ident_key not in (select ident_key from identifiers)
)
select person_id from identifiers where ident_key in (select ident_key from again_touched)
union select person_id from moved
union select person_id from identifiers where person_id in (select was_person from moved union all select person_id from gone)
