-- gives: rule_scope (temp; some people, and all whom refused links may join with them)
-- reads: ruled_people (people handed in by the caller), moved
-- needs: nothing
create or replace temp table rule_scope as
with wholes as (
    select coalesce(moved.into_person, wanted.person_id) as whole
    from ruled_people as wanted left join moved on moved.from_person = wanted.person_id
)
select person_id from ruled_people
union
select whole from wholes
union
select from_person from moved where into_person in (select whole from wholes)
