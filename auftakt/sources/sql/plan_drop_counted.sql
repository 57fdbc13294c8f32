-- gives: tracking_violations without the rows that are counted anew
-- reads: plan_counted
-- needs: nothing
delete from tracking_violations
using (select distinct hour, source_id, type, name from plan_counted) as again
where tracking_violations.hour = again.hour and tracking_violations.source_id = again.source_id
    and tracking_violations.type = again.type and tracking_violations.name = again.name
