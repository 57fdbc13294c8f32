-- gives: again_outside      what events that are not looked at tell of doubtful identifiers: whose events name them
-- reads: events, again_lines, again_doubtful
-- needs: $files
create or replace temp table again_outside as
with lines as (
    select regexp_extract(parse_filename(filename), '^[0-9]+')::bigint + o as log_offset, ids
    from read_json(
        $files, format = 'newline_delimited', filename = true, ignore_errors = true,
        columns = {o: 'BIGINT', ids: 'VARCHAR[][]'}
    )
),
named as (
    select
        events.ident_key as head, events.happened_at, events.source_id, events.log_offset, unnest(lines.ids) as pair
    from lines
    join events on events.log_offset = lines.log_offset
    where lines.log_offset not in (select log_offset from again_lines)
),
keys as (
    select head, md5_number(pair[1] || chr(31) || pair[2]) as other, happened_at, source_id, log_offset
    from named
    where pair[1] is not null and pair[2] is not null
)
select
    head, other, min(happened_at) as first_seen, arg_min(source_id, log_offset) as source_id, min(log_offset) as log_offset
from keys
where other in (select ident_key from again_doubtful)
group by head, other
