-- gives: how many people have a trait of this name that was not computed
-- reads: traits
-- needs: $name
select count(*) as people from traits where name = $name and source_id <> 'computed'
