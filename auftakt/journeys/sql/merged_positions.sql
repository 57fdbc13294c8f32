-- gives: journey_merged_positions (temp; who was in flight as somebody else; goes_on for one of each entry, if it is new to the person)
-- reads: positions, merged, entries
-- needs: nothing
-- slots: nothing
create or replace temp table journey_merged_positions as
select p.*, m.into_person,
    row_number() over (partition by p.journey_id, m.into_person, p.entry_key order by p.entered_at, p.person_id) = 1
    and not exists (
        select 1 from entries e
        where e.journey_id = p.journey_id and e.person_id = m.into_person and e.entry_key = p.entry_key
    ) as goes_on
from positions p
join merged m on m.from_person = p.person_id
