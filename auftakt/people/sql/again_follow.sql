-- gives: touched            people whose computed traits and audiences follow
-- reads: split_people
-- needs: nothing
create or replace temp table touched as select person_id from split_people
