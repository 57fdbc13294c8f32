-- gives: how far each computed trait is
-- reads: computed_runs, traits
-- needs: nothing
with counts as (
    select name, count(*) as people from traits where source_id = 'computed' group by name
)
select trait_id, coalesce(people, 0) as people, computed_at, error
from computed_runs left join counts using (name)
