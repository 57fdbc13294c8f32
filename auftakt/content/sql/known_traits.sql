-- gives: the names of all traits that people have
-- reads: traits
-- needs: nothing
-- slots: nothing
select distinct name from traits order by name limit 500
