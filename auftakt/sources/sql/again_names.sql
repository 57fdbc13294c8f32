-- gives: names              of events that change, each with how many: changed, held back, released
-- reads: again_gone, again_come, again_lines
-- needs: $most
with came as (
    select again_come.log_offset, again_come.name, again_lines.stored
    from again_come join again_lines on again_lines.log_offset = again_come.log_offset
),
found as (
    select name, case when stored then 'changed' else 'released' end as became from came
    union all
    select name, 'held' from again_gone where log_offset not in (select log_offset from came)
)
select
    name, count(*) filter (where became = 'changed') as changed, count(*) filter (where became = 'held') as held,
    count(*) filter (where became = 'released') as released
from found
group by name
order by count(*) desc, name
limit $most
