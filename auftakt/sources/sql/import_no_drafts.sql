-- gives: drafts             empty, with its columns
-- reads: nothing
-- needs: nothing
create or replace temp table drafts (
    file_row bigint, event_id varchar, number integer, type varchar, name varchar, happened_at timestamp, ids varchar[][], traits json,
    properties json, problem varchar, problem_column varchar, problem_text varchar
)
