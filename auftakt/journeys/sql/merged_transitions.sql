-- gives: rows in transitions: the old person leaves; where they go on as another, that one arrives
-- reads: journey_merged_positions
-- needs: $now
-- slots: nothing
insert into transitions
select journey_id, version, person_id, entry_key, $now::timestamp, step_id, null, 'merged', into_person::varchar
from journey_merged_positions
union all
select journey_id, version, into_person, entry_key, $now::timestamp, null, step_id, 'merged', person_id::varchar
from journey_merged_positions
where goes_on
