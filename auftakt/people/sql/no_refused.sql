-- gives: fresh_refused (temp; no link at all)
-- reads: nothing
-- needs: nothing
create or replace temp table fresh_refused (
    key_a uhugeint, key_b uhugeint, source_id varchar, seen_at timestamp, log_offset bigint, reason varchar, type varchar, held bigint
)
