-- gives: plan_arms (temp; one row an arm of a split; a bucket b belongs to the arm with low <= b < high)
-- reads: nothing
-- needs: $rows (a JSON list)
-- slots: nothing
create or replace temp table plan_arms as
select unnest(
    from_json(coalesce($rows, '[]'), '[{
        "journey_id": "varchar", "version": "integer", "step_id": "varchar", "name": "varchar", "low": "double",
        "high": "double", "next_step": "varchar"
    }]'),
    recursive := true
)
