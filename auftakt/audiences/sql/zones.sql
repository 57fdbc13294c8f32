-- gives: time zones that people have
-- reads: traits
-- needs: nothing
select distinct text as name from traits where name = 'timezone' and text is not null order by text
