-- gives: types of identifiers that came, with how many there are and on how many people
-- reads: identifiers
-- needs: nothing
select type, count(*) as identifiers, count(distinct person_id) as people from identifiers group by type order by type
