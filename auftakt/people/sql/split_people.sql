-- gives: split_people (temp; the people that one person became)
-- reads: split_identifiers
-- needs: nothing
create or replace temp table split_people as select distinct person_id from split_identifiers
