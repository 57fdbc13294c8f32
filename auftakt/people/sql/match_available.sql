-- gives: what could be compared: traits and types of identifiers, with how many people have one
-- reads: traits, identifiers
-- needs: nothing
select 'trait:' || name as reads, count(*) as people
from traits
where text is not null and left(text, 1) not in ('{', '[')
group by name
union all
select 'identifier:' || type, count(distinct person_id) from identifiers group by type
order by people desc, reads
