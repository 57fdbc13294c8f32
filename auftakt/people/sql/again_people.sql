-- gives: people             who join, who split off, who is new, who is gone, and of how many anything changes
-- reads: again_went, again_before, identifiers, split_people
-- needs: nothing
with fresh_people as (
    select person_id, bool_or(ident_key in (select ident_key from again_before)) as was_there
    from identifiers
    where person_id not in (select person_id from again_before)
    group by person_id
)
select
    (select count(*) from split_people) as touched,
    (select count(*) from again_went where into_person is not null and from_person in (select identifiers.origin_id from identifiers)) as joined,
    (select count(*) from fresh_people where was_there) as split,
    (select count(*) from fresh_people where not was_there) as appeared,
    (select count(*) from again_went where into_person is null) as gone
