-- gives: again_outside      empty: nothing is doubtful, or all events are looked at
-- reads: nothing
-- needs: nothing
create or replace temp table again_outside (
    head uhugeint, other uhugeint, first_seen timestamp, source_id varchar, log_offset bigint
)
