-- gives: rows in journey_signals, of one event that is asked for with a filter
-- reads: fresh, identifiers, plan_signals
-- needs: $signal_id
-- slots: signal_where
insert into journey_signals
select s.use, s.journey_id, s.version, s.step_id, s.event, i.person_id, f.happened_at, f.log_offset,
    coalesce(
        case when s.key = 'order_id' then f.order_id end,
        json_extract_string(f.properties, '$."' || replace(s.key, '"', '') || '"')
    ) as key_value
from plan_signals s
join fresh f on f.name = s.event
join identifiers i on i.ident_key = f.ident_key
where s.signal_id = $signal_id and f.bot is not true
    and not (starts_with(f.name, 'Email ') and coalesce(f.campaign_id <> s.journey_id, false))
    and signal_where
