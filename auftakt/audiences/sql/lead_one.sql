-- gives: lead_one (temp; one person)
-- reads: people
-- needs: $person_id
create or replace temp table lead_one as select person_id from people where person_id = $person_id
