-- gives: computed_now (temp; what a user's query said about people there are)
-- reads: query_rows, people
-- needs: $name
create or replace temp table computed_now as
select query_rows.person_id, cast($name as varchar) as name, query_rows.text
from query_rows semi join people using (person_id)
