-- gives: again_went         people who are no more, with whom they went into (null: nobody)
-- reads: identifiers, again_before
-- needs: nothing
create or replace temp table again_went as
select again_before.person_id as from_person, min(identifiers.person_id) as into_person
from again_before left join identifiers on identifiers.ident_key = again_before.ident_key
where again_before.person_id not in (select person_id from identifiers)
group by again_before.person_id
