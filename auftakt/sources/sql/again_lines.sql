-- gives: again_lines        what a replay looked at: whether the hub keeps the line as an event, and what becomes of it
-- reads: nothing
-- needs: nothing
create table if not exists again_lines (
    log_offset bigint not null, source_id varchar not null, name varchar not null, stored boolean not null, fate varchar not null
)
