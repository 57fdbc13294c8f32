-- gives: how many people came into each audience, and how many left it
-- reads: audience_moves
-- needs: nothing
select
    audience_id, count(*) filter (where entered) as entered, count(*) filter (where not entered) as "left"
from audience_moves
group by audience_id
order by audience_id
