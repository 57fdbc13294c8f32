-- gives: plan_signals (temp; one row an event that a journey listens to; use: entry, exit or wait)
-- reads: nothing
-- needs: $rows (a JSON list)
-- slots: nothing
create or replace temp table plan_signals as
select unnest(
    from_json(coalesce($rows, '[]'), '[{
        "signal_id": "integer", "journey_id": "varchar", "version": "integer", "use": "varchar", "step_id": "varchar",
        "event": "varchar", "key": "varchar", "filtered": "boolean"
    }]'),
    recursive := true
)
