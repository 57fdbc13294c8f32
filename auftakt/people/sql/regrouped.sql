-- gives: regrouped (temp; the people whose identifiers are grouped anew)
-- reads: nothing
-- needs: $person_a, $person_b
create or replace temp table regrouped as
select distinct unnest([cast($person_a as bigint), cast($person_b as bigint)]) as person_id
