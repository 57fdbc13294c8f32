-- gives: plan_steps (temp; one row a step; then_step and else_step are null where the path ends; id_prefix: the first parts of a send's id, in hex; variants by language)
-- reads: nothing
-- needs: $rows (a JSON list)
-- slots: nothing
create or replace temp table plan_steps as
select unnest(
    from_json(coalesce($rows, '[]'), '[{
        "journey_id": "varchar", "version": "integer", "step_id": "varchar", "kind": "varchar", "delay_seconds": "bigint",
        "then_step": "varchar", "else_step": "varchar", "share": "double", "channel": "varchar",
        "id_prefix": "varchar", "variants": "map(varchar, varchar)"
    }]'),
    recursive := true
)
