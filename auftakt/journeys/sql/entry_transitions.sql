-- gives: rows in transitions: the way in, or the holdout
-- reads: journey_entered
-- needs: $now
-- slots: nothing
insert into transitions
select journey_id, version, person_id, entry_key, $now::timestamp, null,
    case when arm = 'holdout' then null else first_step end,
    case when arm = 'holdout' then 'holdout' else 'entered' end,
    nullif(arm, 'holdout')
from journey_entered
