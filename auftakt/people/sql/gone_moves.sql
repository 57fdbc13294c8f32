-- gives: computed_moves (temp; values of traits that are not computed any more)
-- reads: traits
-- needs: $names
create or replace temp table computed_moves as
select person_id, name, cast(null as varchar) as text
from traits
where list_contains($names, name) and source_id = 'computed'
