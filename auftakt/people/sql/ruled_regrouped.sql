-- gives: regrouped (temp; the people of whom other people are made)
-- reads: ruled_outcome
-- needs: nothing
create or replace temp table regrouped as
select distinct person_id from ruled_outcome
where
    person_id in (select person_id from ruled_outcome group by person_id having count(distinct becomes) > 1)
    or becomes in (select becomes from ruled_outcome group by becomes having count(distinct person_id) > 1)
