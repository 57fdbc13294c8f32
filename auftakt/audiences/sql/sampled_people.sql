-- gives: sampled_people (temp; so many of a thousand people, the same ones each time)
-- reads: people
-- needs: $per_mille
create or replace temp table sampled_people as
select person_id from people where md5_number(cast(person_id as varchar)) % 1000 < $per_mille
