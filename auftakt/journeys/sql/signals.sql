-- gives: journey_signals (temp; what people in this batch did that some journey listens to, where no filter is asked)
-- reads: fresh, identifiers, plan_signals
-- needs: nothing
-- slots: nothing
create or replace temp table journey_signals as
select s.use, s.journey_id, s.version, s.step_id, s.event, i.person_id, f.happened_at, f.log_offset,
    coalesce(
        case when s.key = 'order_id' then f.order_id end,
        json_extract_string(f.properties, '$."' || replace(s.key, '"', '') || '"')
    ) as key_value
from fresh f
join plan_signals s on s.event = f.name and not s.filtered
join identifiers i on i.ident_key = f.ident_key
where f.bot is not true and not (starts_with(f.name, 'Email ') and coalesce(f.campaign_id <> s.journey_id, false))
