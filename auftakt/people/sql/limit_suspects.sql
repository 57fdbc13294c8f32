-- gives: limit_suspects (temp; people whom all new links together would join beyond a limit, by the smallest id of each whole)
-- reads: fresh_slots, moved
-- needs: nothing
create or replace temp table limit_suspects as
select distinct coalesce(moved.into_person, slots.person_id) as whole
from fresh_slots as slots left join moved on moved.from_person = slots.person_id
group by coalesce(moved.into_person, slots.person_id), slots.type, slots.period, slots.most
having sum(slots.held) > slots.most and count(*) > 1
