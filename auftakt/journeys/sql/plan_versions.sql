-- gives: plan_versions (temp; one row a published version)
-- reads: nothing
-- needs: $rows (a JSON list)
-- slots: nothing
create or replace temp table plan_versions as
select unnest(
    from_json(coalesce($rows, '[]'), '[{
        "journey_id": "varchar", "version": "integer", "approval_id": "varchar", "approved": "boolean",
        "enters": "boolean", "moves": "boolean", "stopped": "boolean", "entry": "varchar", "reentry": "varchar",
        "first_step": "varchar", "holdout": "double", "starts_at": "timestamp", "ends_at": "timestamp",
        "leaves_with_audience": "boolean"
    }]'),
    recursive := true
)
