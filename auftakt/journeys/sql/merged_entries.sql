-- gives: journey_merged_entries (temp; entries that the person who stays did not have)
-- reads: entries, merged
-- needs: nothing
-- slots: nothing
create or replace temp table journey_merged_entries as
select e.journey_id, m.into_person as person_id, e.entry_key, min(e.entered_at) as entered_at
from entries e
join merged m on m.from_person = e.person_id
where not exists (
    select 1 from entries w
    where w.journey_id = e.journey_id and w.person_id = m.into_person and w.entry_key = e.entry_key
)
group by e.journey_id, m.into_person, e.entry_key
