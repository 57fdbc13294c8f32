-- gives: traits that people have, the commonest first
-- reads: traits
-- needs: nothing
select
    name, case when count(number) * 2 > count(*) then 'number' else 'text' end as kind,
    list_sort(coalesce(approx_top_k(text, 8), [])) as examples, count(*) as people
from traits
where text is not null
group by name
order by people desc, name
limit 500
